package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Domain;

/** In whose name mail goes on: to those whom the sender named in his, to those behind a forward in the forwarder's. */
class ForwardingTest {
    private static final String EVE = "eve@next.test";

    @TempDir
    Path folder;

    /** Two tenants; an alias of the second leads outside. */
    private House house(NextServer next, String settings) throws Exception {
        House house = House.open(folder, next.route("next.test") + settings);
        var directory = house.office.directory();
        TenantId second = new TenantId("second");
        assertThat(directory
                        .addDomain(TenantId.DEFAULT, new Domain.Name("first.example"))
                        .toOptional())
                .isPresent();
        assertThat(directory.addTenant(second, "Second", ServerId.DEFAULT).toOptional())
                .isPresent();
        assertThat(directory
                        .addDomain(second, new Domain.Name("second.example"))
                        .toOptional())
                .isPresent();
        assertThat(directory
                        .addAlias(
                                Converters.address("all@second.example"),
                                List.of(Converters.address("x@next.test"), Converters.address("z@next.test")))
                        .toOptional())
                .isPresent();
        return house;
    }

    private static void send(House house, String... to) throws Exception {
        try (Telnet client = new Telnet(house.smtp())) {
            client.hears();
            client.says("EHLO me.test");
            client.says("MAIL FROM:<" + EVE + ">");
            for (String one : to) {
                assertThat(client.says("RCPT TO:<" + one + ">")).startsWith("250 ");
            }
            client.says("DATA");
            assertThat(client.says("From: " + EVE + "\r\n\r\nhello\r\n.")).startsWith("250 ");
        }
    }

    /** The sender that each recipient's transaction named, for transactions that brought a message. */
    private static String senderOf(NextServer next, String recipient) {
        String mail = "";
        String found = "";
        for (String line : next.heard) {
            if (line.startsWith("MAIL")) {
                mail = line;
            } else if (line.startsWith("RCPT") && line.contains(recipient)) {
                found = mail;
            }
        }
        return found;
    }

    @Test
    void aForwardGoesOnInItsOwnDomainsNameAndOthersInTheSenders() throws Exception {
        try (NextServer next = new NextServer(_ -> null);
                House house = house(next, "[verify]\nask-recipients = false\n")) {
            send(house, "y@next.test", "all@second.example");
            await().until(() -> next.heard("RCPT TO:<x@") + next.heard("RCPT TO:<y@") + next.heard("RCPT TO:<z@") >= 3
                    && next.heard("MESSAGE") >= 2);
            assertThat(senderOf(next, "y@next.test")).startsWith("MAIL FROM:<" + EVE + ">");
            assertThat(senderOf(next, "x@next.test"))
                    .startsWith("MAIL FROM:<SRS0=")
                    .contains("=next.test=eve@second.example>");
            assertThat(senderOf(next, "z@next.test")).isEqualTo(senderOf(next, "x@next.test"));
            assertThat(next.heard).noneMatch(line -> line.contains("first.example"));
        }
    }

    @Test
    void aDomainThatIsSetSpeaksForAllForwards() throws Exception {
        try (NextServer next = new NextServer(_ -> null);
                House house = house(next, "[verify]\nask-recipients = false\n[srs]\ndomain = \"first.example\"\n")) {
            send(house, "all@second.example");
            await().until(() -> next.heard("MESSAGE") >= 1);
            assertThat(senderOf(next, "x@next.test")).contains("=next.test=eve@first.example>");
        }
    }
}

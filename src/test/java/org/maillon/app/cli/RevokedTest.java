package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Scope;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;

/** A whole server, and somebody who is still connected when the right to send ends. */
class RevokedTest {
    private static final String ADA = "ada@maillon.test";
    private static final Address ADDRESS = Address.parse(ADA).asOptional().orElseThrow();
    private static final String CONFIG = "[submit]\nrelay-from = []\n[log-in]\non-mx = true\n"
            + "[[route]]\ndomain = \"away.test\"\nvia = \"discard\"\n";

    @TempDir
    Path folder;

    enum End {
        REMOVED,
        OTHER_PASSWORD,
        REMOVED_AND_ANOTHER_OF_THE_NAME;

        void comesTo(Directory directory) {
            switch (this) {
                case REMOVED -> directory.removeAccount(ADDRESS);
                case OTHER_PASSWORD -> directory.setPassword(ADDRESS, Secret.utf8("quite another"));
                case REMOVED_AND_ANOTHER_OF_THE_NAME -> {
                    directory.removeAccount(ADDRESS);
                    directory.addAccount(ADDRESS, Secret.utf8("quite another"), Optional.empty());
                }
            }
        }
    }

    private static Telnet loggedIn(House house, String password) throws IOException {
        Telnet client = new Telnet(house.smtp());
        client.hears();
        client.says("EHLO me.test");
        String plain = "\0" + ADA + "\0" + password;
        String word = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        assertThat(client.says("AUTH PLAIN " + word)).startsWith("235 ");
        return client;
    }

    private static String sends(Telnet client, String from) throws IOException {
        opens(client);
        return client.says("From: " + from + "\r\nSubject: hi\r\n\r\nbody\r\n.");
    }

    private static void opens(Telnet client) throws IOException {
        assertThat(client.says("MAIL FROM:<" + ADA + ">")).startsWith("250 ");
        assertThat(client.says("RCPT TO:<eve@away.test>")).startsWith("250 ");
        assertThat(client.says("DATA")).startsWith("354 ");
    }

    @ParameterizedTest
    @EnumSource
    void whoseRightEndsSendsNothingMoreByAConnectionThatIsOpen(End end) throws Exception {
        try (House house = House.open(folder, CONFIG);
                Telnet client = loggedIn(house, house.password(ADA))) {
            assertThat(sends(client, ADA)).startsWith("250 ");
            end.comesTo(house.office.directory());
            assertThat(client.says("MAIL FROM:<" + ADA + ">")).startsWith("530 5.7.0 Your log-in does not hold");
            assertThat(client.says("MAIL FROM:<boss@bank.test>")).startsWith("530 5.7.0 Your log-in does not hold");
            assertThat(client.says("MAIL FROM:<>")).startsWith("530 5.7.0 Your log-in does not hold");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[submission]\nown-sender-only = false\n"})
    void whoseRightEndsBeforeTheMessageDoesIsToldSo(String more) throws Exception {
        try (House house = House.open(folder, CONFIG + more);
                Telnet client = loggedIn(house, house.password(ADA))) {
            opens(client);
            End.REMOVED.comesTo(house.office.directory());
            assertThat(client.says("From: boss@bank.test\r\nSubject: hi\r\n\r\nbody\r\n."))
                    .startsWith("550 5.7.1 Your log-in does not hold");
            assertThat(house.types("queue", "list").out()).contains("no such message");
        }
    }

    @Test
    void aProgramsPasswordThatIsRevokedEndsItsConnectionsAndNoOthers() throws Exception {
        try (House house = House.open(folder, CONFIG)) {
            Directory directory = house.office.directory();
            Secret phone = directory
                    .credentials()
                    .add(ADDRESS, "phone", Set.of(Scope.SMTP), Optional.empty())
                    .toOptional()
                    .orElseThrow()
                    .password();
            try (Telnet byPhone = loggedIn(house, new String(phone.shared(), StandardCharsets.UTF_8));
                    Telnet other = loggedIn(house, house.password(ADA))) {
                assertThat(sends(byPhone, ADA)).startsWith("250 ");
                assertThat(directory.credentials().remove(ADDRESS, "phone").isDone())
                        .isTrue();
                assertThat(byPhone.says("MAIL FROM:<" + ADA + ">")).startsWith("530 5.7.0");
                assertThat(sends(other, ADA)).startsWith("250 ");
            }
        }
    }

    @Test
    void theNullSenderHidesNobody() throws Exception {
        try (House house = House.open(folder, CONFIG);
                Telnet client = loggedIn(house, house.password(ADA))) {
            for (String from : new String[] {ADA, "boss@bank.test"}) {
                assertThat(client.says("MAIL FROM:<>")).startsWith("250 ");
                assertThat(client.says("RCPT TO:<eve@away.test>")).startsWith("250 ");
                assertThat(client.says("DATA")).startsWith("354 ");
                assertThat(client.says("From: " + from + "\r\nSubject: read\r\n\r\nbody\r\n."))
                        .startsWith(from.equals(ADA) ? "250 " : "550 5.7.1 From names <boss@bank.test>");
            }
        }
    }
}

package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers that ask the next one: at RCPT, and at the command line. */
class RemoteVerificationTest {
    private static final String HELLO = "Subject: Hello\r\n\r\nA body behind its question.";

    @TempDir
    Path folder;

    @Test
    void theQuestionAndTheDeliveryAreOneTransactionOfOneConnection() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test", "carol@next.test");
                House house = House.open(folder, next.route("next.test"))) {
            try (Telnet client = new Telnet(house.smtp())) {
                client.hears();
                client.says("EHLO me.test");
                client.says("MAIL FROM:<ada@maillon.test>");
                assertThat(client.says("RCPT TO:<bob@next.test>")).startsWith("250 ");
                assertThat(client.says("RCPT TO:<nobody@next.test>")).startsWith("550 5.1.1 ");
                assertThat(client.says("RCPT TO:<carol@next.test>")).startsWith("250 ");
                client.says("DATA");
                assertThat(client.says(HELLO + "\r\n.")).startsWith("250 ");
            }
            await().until(() -> next.heard("MESSAGE") == 1);
            assertThat(next.heard("CONNECT")).isEqualTo(1);
            assertThat(next.heard("MAIL")).isEqualTo(1);
            assertThat(next.heard("RSET")).isZero();
            await().until(() -> house.types("trace", "bob@next.test").out().contains("delivered to"));
        }
    }

    @Test
    void tellsTheClientAndTheStoryWhatTheNextServerSaid() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test");
                House house = House.open(folder, next.route("next.test"));
                Telnet client = new Telnet(house.smtp())) {
            client.hears();
            client.says("EHLO me.test");
            client.says("MAIL FROM:<ada@maillon.test>");
            assertThat(client.says("RCPT TO:<nobody@next.test>"))
                    .isEqualTo("550 5.1.1 <nobody@next.test>: 127.0.0.1 says: 550 5.1.1 No such user here");
            await().until(() -> house.types("trace", "nobody@next.test")
                    .out()
                    .contains("127.0.0.1 says: 550 5.1.1 No such user here"));
        }
    }

    @Test
    void aServerThatTakesEveryNameIsAskedOnceForAllOfThem() throws Exception {
        try (NextServer next = new NextServer(_ -> null);
                House house = House.open(folder, next.route("next.test"))) {
            assertThat(house.types("verify", "bob@next.test").out()).contains("its domain takes every name");
            long asked = next.heard("RCPT");
            assertThat(asked).isEqualTo(2);
            Typed other = house.types("verify", "anyone@next.test", "--json");
            assertThat(other.json().at("/finding").asString()).isEqualTo("accepts-all");
            assertThat(next.heard("RCPT")).isEqualTo(asked);
        }
    }

    @Test
    void remembersOverARestartAndAsksAnewWhereThatIsWanted() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test")) {
            try (House house = House.open(folder, next.route("next.test"))) {
                Typed no = house.types("verify", "nobody@next.test");
                assertThat(no.exit()).isEqualTo(Exit.REFUSED);
                assertThat(no.out())
                        .contains("does not exist: no such mailbox, says 127.0.0.1")
                        .contains("127.0.0.1 said, to RCPT TO:<nobody@next.test>: 550 5.1.1 No such user here");
            }
            long asked = next.heard("RCPT");
            try (House house = House.open(folder)) {
                assertThat(house.types("verify", "nobody@next.test").exit()).isEqualTo(Exit.REFUSED);
                assertThat(next.heard("RCPT")).isEqualTo(asked);
                assertThat(house.types("verify", "nobody@next.test", "--fresh").exit())
                        .isEqualTo(Exit.REFUSED);
                assertThat(next.heard("RCPT")).isEqualTo(asked + 1);
            }
        }
    }

    @Test
    void asksAlsoWhereNoServerRuns() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test")) {
            House.open(folder, next.route("next.test")).close();
            assertThat(Typed.in(folder, "verify", "bob@next.test").out()).contains("bob@next.test: exists");
            await().until(() -> next.heard("QUIT") == 1);
        }
    }

    @Test
    void twoServersThatRouteToEachOtherDoNotAskInCircles() throws Exception {
        try (House one = House.open(folder.resolve("one"), "host-name = \"one.test\"\n");
                House other = House.open(
                        folder.resolve("other"),
                        "host-name = \"other.test\"\n[verify]\npatience = \"1s\"\n" + route(one.smtp()))) {
            java.nio.file.Files.writeString(
                    one.folder.resolve("maillon.toml"), route(other.smtp()), java.nio.file.StandardOpenOption.APPEND);
            assertThat(one.types("config", "reload").exit()).isZero();
            Typed verdict = one.types("verify", "x@circle.test", "--json");
            assertThat(verdict.json().at("/finding").asString()).isNotEqualTo("does-not-exist");
            await().until(() -> one.types("verify", "x@circle.test", "--json").exit() == Exit.DONE);
        }
    }

    private static String route(int port) {
        return "[[route]]\ndomain = \"circle.test\"\nvia = \"smtp://127.0.0.1:" + port + "\"\n";
    }

    @Test
    void doesNotAskASmarthost() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test");
                House house = House.open(folder, next.route("*"))) {
            assertThat(house.types("verify", "nobody@next.test").out()).contains("was not asked");
            assertThat(next.heard("CONNECT")).isZero();
        }
    }
}

package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void checksAListThatHoldsLinesWhichAreNoAddresses() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test");
                House house = House.open(folder, next.route("next.test"))) {
            Path list = folder.resolve("list.txt");
            Files.writeString(
                    list,
                    "# ours\nbob@next.test\nnobody@next.test\n\nnot an address\nada@maillon.test\nbob@next.test\n");

            Typed checked = house.types("verify", "--file", "list.txt");

            assertThat(checked.exit()).isEqualTo(Exit.DONE);
            assertThat(checked.err()).contains("line 5: 'not an address' is no address");
            assertThat(checked.out())
                    .contains("bob@next.test: exists")
                    .contains("nobody@next.test: does not exist")
                    .contains("ada@maillon.test: exists")
                    .endsWith("3 of 3 checked, 1 does not exist, 2 exists, 1 line is no address\n");
            long asked = next.heard("RCPT");
            Typed again =
                    Typed.with("bob@next.test\nnobody@next.test\nbad\n", folder, "verify", "--file", "-", "--json");
            assertThat(again.json().at("/checked").asInt()).isEqualTo(2);
            assertThat(again.json().at("/counts/does-not-exist").asInt()).isEqualTo(1);
            assertThat(again.json().at("/bad-lines/0/line").asInt()).isEqualTo(3);
            assertThat(again.json().at("/results/0/address").asString()).isEqualTo("bob@next.test");
            assertThat(next.heard("RCPT"))
                    .as("begun again, it costs no question")
                    .isEqualTo(asked);
            assertThat(next.heard("CONNECT"))
                    .as("one session for the names of a domain")
                    .isEqualTo(1);
        }
    }

    @Test
    void checksAListInPartsAlsoWhereNoServerRuns() throws Exception {
        House.open(folder, "").close();
        String list = IntStream.range(0, ListCheck.PART + 1)
                .mapToObj(i -> "x" + i + "@maillon.test\n")
                .collect(Collectors.joining());
        Typed checked = Typed.with(list, folder, "verify", "--file", "-");
        assertThat(checked.out()).endsWith("101 of 101 checked, 101 does not exist\n");
    }

    @Test
    void saysWhichListThereIsNot() throws Exception {
        House.open(folder, "").close();
        assertThat(Typed.in(folder, "verify", "--file", "gone.txt").err()).contains("there is no file");
        assertThat(Typed.in(folder, "verify").exit()).isEqualTo(Exit.USAGE);
        assertThat(Typed.in(folder, "verify", "a@b.test", "--file", "x").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void doesNotAskASmarthost() throws Exception {
        try (NextServer next = NextServer.knowing("bob@next.test");
                House house = House.open(folder, next.route("*"))) {
            assertThat(house.types("verify", "nobody@next.test").out()).contains("was not asked");
            assertThat(next.heard("CONNECT")).isZero();
        }
    }

    @Test
    void afterThreeUnclearAnswersInARowADomainIsAskedNoMore() throws Exception {
        try (NextServer next = new NextServer(command -> command.startsWith("RCPT") ? "450 4.2.0 Later" : null);
                House house = House.open(folder, next.route("next.test"))) {
            Files.writeString(
                    folder.resolve("list.txt"),
                    IntStream.range(0, 5)
                                    .mapToObj(i -> "x" + i + "@next.test\n")
                                    .collect(Collectors.joining()) + "ada@maillon.test\n");

            Typed checked = house.types("verify", "--file", "list.txt");

            assertThat(checked.out())
                    .contains("x2@next.test: may exist: its server gives no clear word")
                    .contains("x3@next.test: may exist: not asked")
                    .contains("x4@next.test: may exist: not asked")
                    .contains("ada@maillon.test: exists")
                    .endsWith("6 of 6 checked, 1 exists, 5 unknown\n");
            assertThat(next.heard("RCPT")).isEqualTo(3);
        }
    }
}

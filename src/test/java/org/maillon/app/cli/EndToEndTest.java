package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.app.wiring.CannotStartException;

/** The first link, whole: SMTP in, over routes, into mailboxes, out by POP3; and what the command line says of it. */
class EndToEndTest {
    private static final String HELLO = "Subject: Hello\r\n\r\nThe first link.";

    @TempDir
    Path folder;

    @Test
    void deliversWhatAPersonTypesIntoAMailboxThatPop3Reads() throws Exception {
        try (House house = House.open(folder, "")) {
            String answer = Telnet.send(house.smtp(), "bob@maillon.test", "ada@maillon.test", HELLO);

            assertThat(answer).startsWith("250 2.");
            String password = house.password("ada@maillon.test");
            await().until(() -> !fetch(house, "ada@maillon.test", password).isEmpty());
            assertThat(fetch(house, "ada@maillon.test", password))
                    .singleElement()
                    .asString()
                    .contains("Return-Path: <bob@maillon.test>", "Delivered-To: ada@maillon.test", "Received: from")
                    .contains("Subject: Hello", "The first link.");
        }
    }

    @Test
    void tellsTheStoryOfAMessageByItsIdAndByItsAddresses() throws Exception {
        try (House house = House.open(folder, "")) {
            String answer = Telnet.send(house.smtp(), "bob@maillon.test", "ada@maillon.test", HELLO);
            String id = answer.replaceAll("(?s).*\\b([0-9A-Z]{16})\\b.*", "$1");
            await().until(() -> house.types("trace", id).out().contains("delivered to ada@maillon.test"));

            assertThat(house.types("trace", id).out()).contains("taken from me.test [127.0.0.1]");
            assertThat(house.types("trace", "bob@maillon.test").out()).contains("message " + id);
            assertThat(house.types("trace", id, "--json")
                            .json()
                            .at("/lines/0/kind")
                            .asString())
                    .isEqualTo("taken");
            assertThat(house.types("trace", "0000000000000000").exit()).isEqualTo(Exit.REFUSED);
        }
    }

    @Test
    void refusesAnUnknownRecipientBeforeTheBody() throws Exception {
        try (House house = House.open(folder, "");
                Telnet client = new Telnet(house.smtp())) {
            client.hears();
            client.says("EHLO me.test");
            client.says("MAIL FROM:<bob@maillon.test>");

            assertThat(client.says("RCPT TO:<nobody@maillon.test>")).startsWith("550 5.1.1 ");
            assertThat(client.says("DATA")).startsWith("554 5.5.1 ");
            await().until(() ->
                    house.types("trace", "nobody@maillon.test").out().contains("550 5.1.1"));
        }
    }

    @Test
    void sendsNothingOnwardForClientsOutsideOfTheNetworksThatMay() throws Exception {
        try (House house = House.open(folder, """
                        [submit]
                        relay-from = ["192.0.2.0/24"]
                        [[route]]
                        domain = "elsewhere.test"
                        via = "discard"
                        """);
                Telnet client = new Telnet(house.smtp())) {
            client.hears();
            client.says("EHLO me.test");
            client.says("MAIL FROM:<bob@maillon.test>");

            assertThat(client.says("RCPT TO:<x@elsewhere.test>")).startsWith("550 5.7.1 ");
            assertThat(client.says("RCPT TO:<ada@maillon.test>")).startsWith("250 ");
        }
    }

    @Test
    void relaysByARouteToTheServerThatHasTheMailbox() throws Exception {
        try (House last = House.open(folder.resolve("last"), "host-name = \"last.test\"\n")) {
            assertThat(last.types("domain", "add", "sink.test").exit()).isZero();
            assertThat(Typed.with(
                                    "a long password\n",
                                    last.folder,
                                    "account",
                                    "add",
                                    "carol@sink.test",
                                    "--password-stdin")
                            .exit())
                    .isZero();
            String route = "[[route]]\ndomain = \"sink.test\"\nvia = \"smtp://127.0.0.1:" + last.smtp() + "\"\n";
            try (House first = House.open(folder.resolve("first"), "host-name = \"first.test\"\n" + route)) {
                Telnet.send(first.smtp(), "bob@maillon.test", "carol@sink.test", HELLO);

                await().until(() ->
                        !fetch(last, "carol@sink.test", "a long password").isEmpty());
                assertThat(fetch(last, "carol@sink.test", "a long password").getFirst())
                        .contains("by last.test", "by first.test");
                assertThat(first.types("trace", "carol@sink.test").out())
                        .contains("delivered to carol@sink.test", "127.0.0.1");
                assertThat(first.types("route", "carol@sink.test").out()).contains("127.0.0.1");
            }
        }
    }

    @Test
    void keepsMailOverARestart() throws Exception {
        String password;
        try (House house = House.open(folder, "")) {
            password = house.password("ada@maillon.test");
            Telnet.send(house.smtp(), "bob@maillon.test", "ada@maillon.test", HELLO);
        }
        try (House house = House.open(folder)) {
            await().until(() -> !fetch(house, "ada@maillon.test", password).isEmpty());
            assertThat(house.types("account", "list").out()).contains("ada@maillon.test");
        }
    }

    @Test
    void holdsReleasesAndRemovesWhatWaits() throws Exception {
        try (House house = House.open(folder, deadEnd())) {
            Telnet.send(house.smtp(), "bob@maillon.test", "x@dead.test", HELLO);
            await().until(() -> house.types("queue", "list").out().contains("x@dead.test"));
            String id =
                    house.types("queue", "list", "--json").json().at("/0/id").asString();

            assertThat(house.types("queue", "summary").out()).contains("smtp://127.0.0.1");
            await().until(() -> house.types("queue", "show", id).out().contains("not delivered"));
            assertThat(house.types("queue", "hold", id, "--why", "to look at it")
                            .out())
                    .isEqualTo("held 1 message\n");
            assertThat(house.types("queue", "list", "--state", "held").out()).contains(id);
            assertThat(house.types("queue", "release", id).out()).isEqualTo("released 1 message\n");
            assertThat(house.types("queue", "retry", "--to", "x@dead.test").exit())
                    .isZero();
            await().until(() -> house.types("queue", "remove", "--all").exit() == Exit.DONE);
            await().until(() -> house.types("queue", "list").out().contains("no such message"));
            assertThat(house.types("queue", "show", id).exit()).isEqualTo(Exit.REFUSED);
        }
    }

    @Test
    void looksAtTheQueueAndHoldsMessagesWhileNoServerRuns() throws Exception {
        try (House house = House.open(folder, deadEnd())) {
            Telnet.send(house.smtp(), "bob@maillon.test", "x@dead.test", HELLO);
        }
        Typed summary = Typed.in(folder, "queue", "summary", "--json");
        assertThat(summary.json().at("/messages").asInt()).isEqualTo(1);
        assertThat(Typed.in(folder, "queue", "hold", "--all").out()).isEqualTo("held 1 message\n");
        assertThat(Typed.in(folder, "queue", "list").out()).contains("x@dead.test", "held");
        try (House house = House.open(folder)) {
            assertThat(house.types("queue", "list", "--state", "held").out()).contains("x@dead.test");
            assertThat(house.types("queue", "remove", "--all").out()).isEqualTo("removed 1 message\n");
        }
    }

    @Test
    void takesNewRoutesOverWithoutARestart() throws Exception {
        try (House house = House.open(folder, deadEnd())) {
            Telnet.send(house.smtp(), "bob@maillon.test", "x@dead.test", HELLO);
            Path file = folder.resolve("maillon.toml");
            String changed = Files.readString(file).replaceAll("via = \"smtp:[^\"]*\"", "via = \"discard\"");
            Files.writeString(file, "stop-grace = \"2s\"\n" + changed);

            Typed reload = house.types("config", "reload");

            assertThat(reload.out()).contains("now holds: [[route]]", "only after a restart: stop-grace");
            assertThat(house.types("route", "x@dead.test").out()).contains("thrown away");
            house.types("queue", "retry", "--all");
            await().until(() -> house.types("queue", "list").out().contains("no such message"));
        }
    }

    @Test
    void reloadsNothingFromABadFile() throws Exception {
        try (House house = House.open(folder, "")) {
            Path file = folder.resolve("maillon.toml");
            Files.writeString(file, Files.readString(file) + "[[route]]\ndomain = \"a.test\"\nvia = \"pigeon\"\n");

            Typed reload = house.types("config", "reload");

            assertThat(reload.exit()).isEqualTo(Exit.REFUSED);
            assertThat(reload.err()).contains("maillon.toml:", "pigeon");
        }
    }

    @Test
    void saysWhoHasTheDataFolderInsteadOfOpeningItTwice() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThatThrownBy(() -> House.open(folder))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("in use by");
            assertThat(house.types("domain", "list").exit()).isZero();
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String config = "[[listener]]\naddress = \"127.0.0.1\"\nport = " + taken.getLocalPort() + "\n";
            assertThatThrownBy(() -> House.open(folder, config))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("127.0.0.1 port " + taken.getLocalPort())
                    .hasMessageContaining("another program has it");
        }
        House.open(folder, "").close(); // and the data folder was left free
    }

    @Test
    void makesTheDemoOnceAndKeepsItsPasswordsToItself() throws Exception {
        try (House house = House.open(folder, "")) {
            Path file = folder.resolve("data/demo-accounts.txt");
            assertThat(Files.readString(file)).contains("ada@maillon.test " + house.password("ada@maillon.test"));
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
            assertThat(Files.getPosixFilePermissions(file.getParent())).hasSize(3);
        }
        try (House house = House.open(folder)) {
            assertThatThrownBy(() -> house.password("ada@maillon.test"))
                    .isInstanceOf(java.util.NoSuchElementException.class);
        }
    }

    /** A route to a port that nobody listens on. */
    private static String deadEnd() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "[[route]]\ndomain = \"dead.test\"\nvia = \"smtp://127.0.0.1:" + gone.getLocalPort() + "\"\n";
        }
    }

    private static List<String> fetch(House house, String address, String password) throws IOException {
        return Telnet.fetch(house.pop3(), address, password);
    }
}

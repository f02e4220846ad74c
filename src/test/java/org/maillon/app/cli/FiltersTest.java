package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.filter.ScriptedFilter;
import org.maillon.filter.milter.MilterAnswers;
import org.maillon.hosting.id.AccountId;
import org.maillon.mailbox.Folder;
import org.maillon.mailbox.Message;

/** A whole server with filters beside it: what a client hears, where its message lies then, and what its story tells. */
class FiltersTest {
    private static final String ADA = "ada@maillon.test";
    private static final String TEXT = "Subject: hi\r\nX-Old: 1\r\n\r\nbody";

    @TempDir
    Path folder;

    private House house(ScriptedFilter filter, String... more) throws Exception {
        return House.open(
                folder,
                "[[filter]]\naddress = \"" + filter.address() + "\"\nanswer-timeout = \"2s\"\n"
                        + String.join("\n", more) + "\n");
    }

    private static String send(House house) throws IOException {
        return Telnet.send(house.smtp(), "bob@maillon.test", ADA, TEXT);
    }

    private static String id(String answer) {
        return answer.substring(answer.lastIndexOf(' ') + 1);
    }

    private static AccountId ada(House house) {
        return house.office
                .directory()
                .account(Converters.address(ADA))
                .orElseThrow()
                .id();
    }

    private static List<String> inbox(House house) throws IOException {
        return Telnet.fetch(house.pop3(), ADA, house.password(ADA));
    }

    @Test
    void carriesOutWhatAFilterWantsChanged() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on(
                        'E',
                        "hX-New\0last\0",
                        "i\0\0\0\0X-Top\0first\0",
                        "m\0\0\0\1X-Old\0\0",
                        "m\0\0\0\1Subject\0other\0",
                        "c"));
                House house = house(filter)) {
            String id = id(send(house));
            await().untilAsserted(() -> assertThat(inbox(house)).hasSize(1));
            assertThat(inbox(house).getFirst())
                    .containsSubsequence(
                            "Delivered-To: ", "X-Top: first", "Received: ", "Subject: other", "X-New: last", "\nbody")
                    .doesNotContain("X-Old", "Subject: hi");
            assertThat(house.types("trace", id).out()).contains("milter: accepted, 4 changes");
            assertThat(house.types("filter", "list").out()).contains("milter", filter.address(), "good");
        }
    }

    @Test
    void replacesABodyWhateverItsSizeWas() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "bnew body\r\n", "c"));
                House house = house(filter)) {
            String large = "Subject: hi\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(30_000);
            assertThat(Telnet.send(house.smtp(), "bob@maillon.test", ADA, large))
                    .startsWith("250 ");
            assertThat(Telnet.send(house.smtp(), "bob@maillon.test", ADA, "Subject: no end"))
                    .startsWith("250 ");
            await().untilAsserted(() -> assertThat(inbox(house)).hasSize(2));
            assertThat(inbox(house)).allSatisfy(got -> assertThat(got).endsWith("\n\nnew body\n"));
        }
    }

    @Test
    void changesTheEnvelope() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on(
                        'E', "-<ada@maillon.test>\0", "+<bob@maillon.test>\0", "e<new@maillon.test>\0", "c"));
                House house = house(filter)) {
            assertThat(send(house)).startsWith("250 ");
            await().untilAsserted(() -> assertThat(
                            Telnet.fetch(house.pop3(), "bob@maillon.test", house.password("bob@maillon.test")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("Return-Path: <new@maillon.test>"));
            assertThat(inbox(house)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"r, 550 5.7.1", "t, 451 4.7.1", "y554 5.7.1 no thanks, 554 5.7.1 no thanks"})
    void aRefusalIsHeardAtTheEndAndStandsInTheStories(String answer, String reply) throws Exception {
        try (ScriptedFilter filter =
                        new ScriptedFilter(MilterAnswers.on('E', answer.length() > 1 ? answer + "\0" : answer));
                House house = house(filter)) {
            assertThat(send(house)).startsWith(reply);
            await().untilAsserted(
                            () -> assertThat(house.types("trace", ADA).out()).contains(reply));
            assertThat(house.types("queue", "list").out()).contains("no such message");
        }
    }

    @Test
    void aRecipientIsRefusedBeforeTheBody() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('R', "y550 5.1.1 not her\0"));
                House house = house(filter);
                Telnet client = new Telnet(house.smtp())) {
            assertThat(client.hears()).startsWith("220 ");
            client.says("EHLO me.test");
            assertThat(client.says("MAIL FROM:<>")).startsWith("250 ");
            assertThat(client.says("RCPT TO:<" + ADA + ">")).isEqualTo("550 5.1.1 not her");
        }
    }

    @Test
    void junkLiesInItsFolderWhichIsMadeWithTheFirst() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "r"));
                House house = house(filter, "on-refusal = \"junk\"")) {
            assertThat(send(house)).startsWith("250 ");
            assertThat(send(house)).startsWith("250 ");
            AccountId account = ada(house);
            await().untilAsserted(() -> assertThat(house.office.mailboxes().folders(account))
                    .filteredOn(one -> one.name().equals(Folder.JUNK))
                    .hasSize(1)
                    .allMatch(one -> one.messages() == 2));
            assertThat(inbox(house)).isEmpty();
            Folder junk = house.office.mailboxes().folders(account).stream()
                    .filter(one -> one.name().equals(Folder.JUNK))
                    .findFirst()
                    .orElseThrow();
            Message message = house.office
                    .mailboxes()
                    .list(account, junk.id(), 1, Long.MAX_VALUE, 10)
                    .getFirst();
            assertThat(text(house.office.mailboxes().read(message).orElseThrow()))
                    .contains("X-Spam-Flag: YES\r\n");
        }
    }

    private static String text(InputStream octets) throws IOException {
        try (octets) {
            return new String(octets.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aQuarantinedMessageIsListedAndReleasedOnce() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "qlooks odd\0", "c"))) {
            String id;
            try (House house = house(filter)) {
                id = id(send(house));
                assertThat(house.types("quarantine", "list").out()).contains(id, "milter: looks odd", ADA);
                assertThat(house.types("trace", id).out()).contains("held: in quarantine, milter: looks odd");
            }
            try (House house = House.open(folder)) { // also behind a start
                assertThat(house.types("quarantine", "list", "--json")
                                .json()
                                .get(0)
                                .get("why")
                                .asString())
                        .isEqualTo("milter: looks odd");
                assertThat(house.types("quarantine", "show", id).out()).contains("kept back");
                assertThat(house.types("quarantine", "release", id).exit()).isZero();
                await().untilAsserted(() ->
                        assertThat(house.types("trace", id).out()).contains("released by an operator", "delivered"));
                Typed again = house.types("quarantine", "release", id);
                assertThat(again.exit()).isEqualTo(Exit.REFUSED);
                assertThat(again.err()).contains("is not in quarantine");
                assertThat(house.office.mailboxes().folders(ada(house))).allMatch(one -> one.messages() <= 1);
            }
        }
    }

    @Test
    void aDroppedMessageHasAnEndThatItsStoryTells() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "qlooks odd\0", "c"));
                House house = house(filter)) {
            String id = id(send(house));
            assertThat(house.types("quarantine", "drop", id, "--why", "a virus").exit())
                    .isZero();
            assertThat(house.types("trace", id).out()).contains("removed for", "dropped from quarantine: a virus");
            assertThat(house.types("queue", "list").out()).contains("no such message");
        }
    }

    @Test
    void anOperatorsHoldIsNoQuarantine() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "qlooks odd\0", "c"));
                House house = house(filter)) {
            String id = id(send(house));
            house.types("queue", "release", id);
            await().untilAsserted(
                            () -> assertThat(house.types("queue", "list").out()).contains("no such message"));
            assertThat(house.types("quarantine", "drop", id).exit()).isEqualTo(Exit.REFUSED);
        }
    }

    @Test
    void whatIsDiscardedIsTakenAndEnds() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('N', "d"));
                House house = house(filter)) {
            String answer = send(house);
            assertThat(answer).startsWith("250 ");
            assertThat(house.types("trace", id(answer)).out()).contains("removed for", "discarded by milter");
            assertThat(house.types("queue", "list").out()).contains("no such message");
            assertThat(house.types("quarantine", "list").out()).contains("no such message");
        }
    }

    @ParameterizedTest
    @CsvSource({"tempfail, 451 4.3.0", "accept, 250 "})
    void aFilterThatIsDownEndsInWhatWasChosen(String whenDown, String reply) throws Exception {
        String gone;
        try (ScriptedFilter filter = new ScriptedFilter((in, _) -> ScriptedFilter.hang(in))) {
            gone = filter.address();
        }
        String config = "[[filter]]\naddress = \"" + gone + "\"\nkind = \"clamd\"\nwhen-down = \"" + whenDown + "\"\n";
        try (House house = House.open(folder, config)) {
            String answer = send(house);
            assertThat(answer).startsWith(reply);
            if (whenDown.equals("accept")) {
                assertThat(house.types("trace", id(answer)).out()).contains("clamd: down, gone on without it");
            }
            assertThat(house.types("filter", "list").out()).contains("in trouble: ");
        }
    }

    @Test
    void incomingAndOutgoingMailHaveChainsOfTheirOwn() throws Exception {
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "r"));
                House house = house(filter, "direction = \"in\"")) {
            assertThat(send(house)).startsWith("250 "); // loopback may relay: it is ours
        }
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "r"));
                House house = house(filter, "direction = \"out\"", "servers = [\"default\"]", "roles = [\"mx\"]")) {
            assertThat(send(house)).startsWith("550 ");
        }
    }

    @Test
    void showsAFileToEachLink() throws Exception {
        Path file = folder.resolve("message.eml");
        Files.writeString(file, "Subject: hi\n\nbody\n");
        try (ScriptedFilter filter = new ScriptedFilter(MilterAnswers.on('E', "hX-New\0a\0", "c"))) {
            Files.writeString(folder.resolve("maillon.toml"), "[[filter]]\naddress = \"" + filter.address() + "\"\n");
            Typed typed = Typed.in(folder, "filter", "test", file.toString());
            assertThat(typed.out()).contains("milter: accept", "wants: add X-New: a (at the end)");
            assertThat(Typed.in(folder, "filter", "test", "nowhere").err()).contains("cannot be read");
        }
    }
}

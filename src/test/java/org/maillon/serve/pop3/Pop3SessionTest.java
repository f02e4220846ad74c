package org.maillon.serve.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.mailbox.Post.ADA;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Message;
import org.maillon.mailbox.Post;
import org.maillon.serve.net.Farewell;
import org.maillon.store.model.Faults;

@Timeout(60)
class Pop3SessionTest {
    private static final String[] LOG_IN = {"USER ada@example.org", "PASS a pass phrase"};

    private final Office office = new Office();

    @Test
    void quitDeletesWhatWasMarked() throws IOException {
        converse("DELE 1", "DELE 3", "QUIT");

        assertThat(Post.all(office.mailboxes)).extracting(Message::uid).containsExactly(2L);
    }

    @Test
    void aConnectionThatDropsDeletesNothing() throws IOException {
        converse("DELE 1", "DELE 3");

        assertThat(Post.all(office.mailboxes)).hasSize(3);
    }

    @Test
    void aClientThatSaysNothingForTooLongIsToldSoAndDeletesNothing() throws IOException {
        Pop3Settings hasty = new Pop3Settings(Duration.ofMillis(50), 512, 3, Duration.ZERO, 25, 100);
        try (Pop3Server server = new Pop3Server(office.pop3(hasty));
                Pop3Client client = server.connect()) {
            assertThat(client.hear()).startsWith("+OK");
            client.say(LOG_IN[0], LOG_IN[1], "DELE 1");
            client.hear();
            client.hear();
            client.hear();

            assertThat(client.hear()).isEqualTo("-ERR no command for too long; nothing was deleted; good bye");
            assertThat(client.hearEnd()).isTrue();
        }
        assertThat(Post.all(office.mailboxes)).hasSize(3);
    }

    @Test
    void aServerThatStopsSaysSo() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();
            client.ask("DELE 1");
            Thread stopping = Thread.ofVirtual().start(server::stop);

            assertThat(client.hear()).startsWith("-ERR [SYS/TEMP] the server is shutting down");
            Awaitility.await().until(() -> !stopping.isAlive());
        }
        assertThat(Post.all(office.mailboxes)).hasSize(3);
    }

    @Test
    void oneSessionHasAMailboxToItself() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client first = server.connect();
                Pop3Client second = server.connect()) {
            assertThat(first.logIn()).startsWith("+OK 3 messages");
            assertThat(second.logIn()).startsWith("-ERR [IN-USE]");
            first.ask("QUIT");

            second.ask("USER ada@example.org");
            assertThat(second.ask("PASS a pass phrase")).startsWith("+OK 3 messages");
        }
    }

    @Test
    void aDroppedSessionLetsGoOfTheMailbox() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3())) {
            try (Pop3Client first = server.connect()) {
                first.logIn();
            }
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
                try (Pop3Client second = server.connect()) {
                    return second.logIn().startsWith("+OK");
                }
            });
        }
    }

    @Test
    void takesNoPasswordFromElsewhere() throws IOException {
        String said = ClientInMemory.says(
                office.pop3(), "192.0.2.7", "CAPA\r\nUSER ada@example.org\r\nPASS a pass phrase\r\n");

        assertThat(said).doesNotContain("\r\nUSER\r\n").contains("-ERR [AUTH] passwords are taken under TLS only");
        assertThat(said.lines().filter(line -> line.startsWith("-ERR [AUTH]"))).hasSize(2);
    }

    @Test
    void holdsTheAnswerToAWrongPasswordBack() throws IOException {
        ClientInMemory.says(office.pop3(), List.of("USER ada@example.org", "PASS wrong", "QUIT"));

        assertThat(office.pauses).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void aCommandLineHasABound() throws IOException {
        for (int octets = 511; octets <= 513; octets++) {
            String line = "NOOP" + " ".repeat(octets - 6);
            String said = converse(line);

            assertThat(said.lines().reduce((_, last) -> last).orElseThrow())
                    .isEqualTo(octets <= 512 ? "+OK still here" : "-ERR a command has at most 512 octets");
        }
    }

    @Test
    void aBareLineFeedEndsNoCommand() throws IOException {
        String said =
                ClientInMemory.says(office.pop3(), "127.0.0.1", "USER ada@example.org\nPASS a pass phrase\r\nQUIT\r\n");

        assertThat(said)
                .contains("-ERR a command ends with CR LF")
                .contains("+OK good bye")
                .doesNotContain("messages");
    }

    @Test
    void showsAsManyMessagesAsItMayAndTheRestNextTime() throws IOException {
        for (int most = 2; most <= 4; most++) {
            Pop3Settings small = new Pop3Settings(Duration.ofMinutes(10), 512, 3, Duration.ZERO, 25, most);

            String said = ClientInMemory.says(office.pop3(small), List.of(LOG_IN[0], LOG_IN[1], "STAT"));

            assertThat(said).contains("+OK " + Math.min(most, 3) + " messages");
        }
    }

    @Test
    void aMessageDeletedElsewhereMeanwhileIsSaidToBeGone() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();
            office.mailboxes.expunge(ADA, FolderId.INBOX, List.of(2L));

            assertThat(client.ask("RETR 2")).startsWith("-ERR message 2 was deleted meanwhile");
            assertThat(client.ask("RETR 3")).isEqualTo("+OK 45 octets");
        }
    }

    @Test
    void messagesThatComeMeanwhileWaitForTheNextSession() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();
            office.deliver("Subject: late\r\n\r\n");

            assertThat(client.ask("STAT")).isEqualTo("+OK 3 140");
            assertThat(client.ask("RETR 4")).startsWith("-ERR no such message");
        }
    }

    @Test
    void aStoreThatFailsAtQuitLosesNothingAndSaysSo() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();
            client.ask("DELE 1");
            office.store.with(Faults.at(0, Faults.Fate.FAIL));

            assertThat(client.ask("QUIT")).startsWith("-ERR [SYS/TEMP] some messages could not be deleted");
        }
        assertThat(Post.all(office.mailboxes)).hasSize(3);
    }

    @Test
    void aStoreThatIsGoneIsSaidToBeSo() throws IOException {
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();
            office.store.crash();

            assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] the mailbox cannot be read");
            assertThat(client.ask("NOOP")).startsWith("+OK");
        }
    }

    @Test
    void streamsAMessageOfFiftyMegabytes() throws IOException {
        byte[] lines = (".".repeat(998) + "\r\n").repeat(100).getBytes(StandardCharsets.US_ASCII);
        office.deliver("Subject: large\r\n\r\n", lines, 500);
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            client.logIn();

            assertThat(client.ask("RETR 4")).isEqualTo("+OK 50000035 octets");
            assertThat(client.hearMany()).containsExactly(50_003, 50_000_035);
        }
    }

    @Test
    void listsAHundredThousandMessages() throws IOException {
        for (int i = 0; i < 100_000; i++) {
            office.deliver("x");
        }
        try (Pop3Server server = new Pop3Server(office.pop3());
                Pop3Client client = server.connect()) {
            assertThat(client.logIn()).startsWith("+OK 100003 messages");
            client.say("LIST", "UIDL", "STAT");
            client.hear();
            assertThat(client.hearMany()[0]).isEqualTo(100_003);
            client.hear();
            assertThat(client.hearMany()[0]).isEqualTo(100_003);
            assertThat(client.hear()).startsWith("+OK 100003 ");
        }
    }

    @Test
    void everyFarewellIsALine() {
        for (Farewell why : Farewell.values()) {
            assertThat(office.pop3().farewell(why)).asString().matches("-ERR \\[SYS/(TEMP|PERM)\\] [^\r\n]+\r\n");
        }
    }

    private String converse(String... lines) throws IOException {
        return ClientInMemory.says(
                office.pop3(), "127.0.0.1", String.join("\r\n", LOG_IN) + "\r\n", String.join("\r\n", lines) + "\r\n");
    }
}

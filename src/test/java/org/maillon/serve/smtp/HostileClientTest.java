package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.MemoryTransport;

/** Clients that mean harm, or know no better. */
@Timeout(60)
class HostileClientTest {
    private static final String ENVELOPE =
            "EHLO c\r\nMAIL FROM:<ada@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n";

    private final RecordingIntake intake = new RecordingIntake();
    private final List<AutoCloseable> open = new ArrayList<>();

    private TestClient greeted() throws IOException {
        Listener listener = Fixture.listener(Fixture.server(intake, Fixture.settings()), Fixture.WIDE);
        open.add(listener);
        TestClient client = new TestClient(listener.port());
        open.add(client);
        assertThat(client.reply()).startsWith("220 ");
        return client;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        assertThat(intake.open).as("no message is left half taken").hasValue(0);
    }

    @Test
    void keepsNoMessageOfAClientThatIsGoneInTheMiddle() throws IOException {
        TestClient client = greeted();
        client.say(ENVELOPE + "half a message\r\n.");
        for (int i = 0; i < 4; i++) {
            assertThat(client.reply()).matches("[23].*");
        }
        client.close();
        Awaitility.await().until(() -> intake.forgotten.get() == 1);
        assertThat(intake.taken).isEmpty();
    }

    @Test
    void keepsNoMessageOfAClientThatIsGoneBetweenChunks() throws IOException {
        TestClient client = greeted();
        client.say(ENVELOPE.replace("DATA", "BDAT 3") + "a\r\n");
        for (int i = 0; i < 4; i++) {
            assertThat(client.reply()).startsWith("2");
        }
        client.close();
        Awaitility.await().until(() -> intake.forgotten.get() == 1);
    }

    /** 600 clients that each began a body filled a heap of 64 MiB, and the server answered nobody any more. */
    @Test
    void tellsWhoseBodyWouldNotFitIntoMemoryToTryAgain() throws IOException {
        Bodies two = new Bodies(2);
        SmtpServer server = new SmtpServer(Fixture.host(), Fixture.settings(), () -> Fixture.MOST_OCTETS, intake, two);
        Listener listener = Fixture.listener(server, Fixture.WIDE);
        open.add(listener);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestClient client = new TestClient(listener.port());
            open.add(client);
            clients.add(client);
            client.say(ENVELOPE);
            for (int reply = 0; reply < 4; reply++) {
                assertThat(client.reply()).startsWith("2");
            }
            assertThat(client.reply()).startsWith(i < 2 ? "354 " : "451 4.3.2 ");
        }
        clients.get(0).say("Subject: x\r\n\r\n.\r\n");
        assertThat(clients.get(0).reply()).startsWith("250 ");
        clients.get(2).say(ENVELOPE.replace("DATA", "BDAT 5 LAST") + "a: b\r");
        for (int reply = 0; reply < 3; reply++) {
            assertThat(clients.get(2).reply()).startsWith("250 ");
        }
        assertThat(clients.get(2).reply()).as("a place was free again").startsWith("550 5.6.11 ");
        clients.get(1).close();
        Awaitility.await().until(() -> two.free() == 2);
    }

    @Test
    void countsBodiesByTheHeapTheyMayTake() {
        SmtpSettings quarter = Settings.defaults(SmtpSettings.class);
        assertThat(Bodies.of(quarter, 64 << 20).free()).isEqualTo(42);
        assertThat(Bodies.of(quarter, 1).free()).isEqualTo(1);
        assertThat(Bodies.of(quarter, 16L << 30).free()).isGreaterThan(10_000);
    }

    @Test
    void answersALineOfAMegabyteOnce() throws IOException {
        TestClient client = greeted();
        client.say("x".repeat(1 << 20) + "\r\nQUIT\r\n");
        assertThat(client.rest()).matches("500 5.5.2 [^\r]*\r\n221 [^\r]*\r\n");
    }

    @Test
    void answersGarbageAndHangsUp() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(7).nextBytes(garbage);
        TestClient client = greeted();
        client.say(new String(garbage, StandardCharsets.ISO_8859_1));
        assertThat(client.rest()).startsWith("500 5.5.2 ").contains("421 4.7.0 ");
    }

    @Test
    void actsOnNothingBehindQuit() throws IOException {
        TestClient client = greeted();
        client.say("QUIT\r\n" + ENVELOPE + "x\r\n.\r\n");
        assertThat(client.rest()).startsWith("221 2.0.0 ").hasLineCount(1);
        assertThat(intake.taken).isEmpty();
    }

    @Test
    void survivesEveryPlaceWhereAClientMayBeGone() throws IOException {
        String all = ENVELOPE
                + "a\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.net>\r\nBDAT 3\r\nb\r\nBDAT 3 LAST\r\nc\r\nQUIT\r\n";
        for (int length = 0; length <= all.length(); length++) {
            RecordingIntake own = new RecordingIntake();
            Connection connection = new Connection(MemoryTransport.of(all.substring(0, length)));
            Fixture.server(own, Fixture.settings()).converse(connection);
            assertThat(own.open).as("gone behind octet %d", length).hasValue(0);
            assertThat(own.taken.size())
                    .isEqualTo(length < all.indexOf("MAIL FROM:<>") ? 0 : length < all.indexOf("QUIT") ? 1 : 2);
        }
    }

    /** However the network cuts what a client says, it hears the same. */
    @Test
    void answersAlikeHoweverTheInputIsCut() throws IOException {
        String all = ENVELOPE + "..a\r\n.b\r\n.\r\nNOOP\nx\r\nMAIL FROM:<ada@example.org> BODY=BINARYMIME\r\n"
                + "RCPT TO:<b@example.net>\r\nBDAT 9\r\n\r\n.\r\nQUIT\r\nBDAT 0 LAST\r\nDATA\r\n"
                + "x".repeat(600) + "\r\nHELP\r\nRSET\r\nQUIT\r\n";
        String whole = converse(List.of(all));
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> pieces = new ArrayList<>();
            for (int from = 0; from < all.length(); ) {
                int to = Math.min(all.length(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
                pieces.add(all.substring(from, to));
                from = to;
            }
            assertThat(converse(pieces)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    private static String converse(List<String> pieces) throws IOException {
        RecordingIntake own = new RecordingIntake();
        MemoryTransport transport = MemoryTransport.of(pieces.toArray(String[]::new));
        Connection connection = new Connection(transport);
        Fixture.server(own, Fixture.settings()).converse(connection);
        connection.flush();
        return transport.written()
                + own.taken.stream().map(RecordingIntake.Taken::text).toList();
    }

    /** Random commands in random order: an answer to each, never a fault of ours, nothing left open. */
    @Test
    void survivesCommandsInAnyOrder() throws IOException {
        String[] lines = {
            "EHLO c",
            "HELO c",
            "MAIL FROM:<a@example.org>",
            "MAIL FROM:<> BODY=BINARYMIME",
            "RCPT TO:<b@example.net>",
            "RCPT TO:<nobody@example.net>",
            "DATA",
            "x",
            ".",
            "BDAT 2\r\nab",
            "BDAT 2 LAST\r\n\r\n",
            "BDAT 0 LAST",
            "RSET",
            "NOOP",
            "VRFY a",
            "HELP",
            "?",
            "RCPT TO:<finish-full@example.net>"
        };
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            StringBuilder all = new StringBuilder("EHLO c\r\n");
            for (int i = 0; i < 30; i++) {
                all.append(lines[random.nextInt(lines.length)]).append("\r\n");
            }
            RecordingIntake own = new RecordingIntake();
            MemoryTransport transport = MemoryTransport.of(all.toString());
            Connection connection = new Connection(transport);
            Fixture.server(own, Fixture.settings()).converse(connection);
            connection.flush();
            assertThat(own.open).as("seed %d", seed).hasValue(0);
            assertThat(transport.written().lines())
                    .as("seed %d", seed)
                    .allMatch(line -> line.matches("[2345][0-9][0-9][ -].+"));
        }
    }
}

package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.MemoryTransport;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.smtp.SmtpSettings.VrfyPolicy;

/** The server over TCP: time, floods, stops. */
@Timeout(60)
class SmtpServerTest {
    private static final String ENVELOPE =
            "EHLO c\r\nMAIL FROM:<ada@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n";

    private final RecordingIntake intake = new RecordingIntake();
    private final List<AutoCloseable> open = new ArrayList<>();

    private Listener listener(SmtpSettings settings, SessionBounds bounds) throws IOException {
        Listener listener = Fixture.listener(Fixture.server(intake, settings), bounds);
        open.add(listener);
        return listener;
    }

    private TestClient client(Listener listener) throws IOException {
        TestClient client = new TestClient(listener.port());
        open.add(client);
        return client;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        assertThat(intake.open).as("no message is left half taken").hasValue(0);
    }

    private static SmtpSettings timed(Duration command, Duration data, Duration message) {
        SmtpSettings s = Fixture.settings();
        return new SmtpSettings(
                s.commandLine(),
                s.textLine(),
                s.maxRecipients(),
                s.maxMessages(),
                s.maxErrors(),
                s.maxIdleCommands(),
                s.maxRefusedRecipients(),
                command,
                data,
                message,
                s.spaceAfterColon(),
                s.vrfy(),
                s.bodyHeapPercent(),
                s.greetingDelay());
    }

    private static SmtpSettings vrfy(VrfyPolicy policy) {
        SmtpSettings s = Fixture.settings();
        return new SmtpSettings(
                s.commandLine(),
                s.textLine(),
                s.maxRecipients(),
                s.maxMessages(),
                s.maxErrors(),
                s.maxIdleCommands(),
                s.maxRefusedRecipients(),
                s.commandTime(),
                s.dataTime(),
                s.messageTime(),
                s.spaceAfterColon(),
                policy,
                s.bodyHeapPercent(),
                s.greetingDelay());
    }

    // Time.

    @Test
    void endsAConversationWhoseCommandDoesNotCome() throws IOException {
        TestClient client = client(
                listener(timed(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(20)), Fixture.WIDE));
        assertThat(client.reply()).startsWith("220 ");
        assertThat(client.rest()).startsWith("421 4.4.2 ").contains("waited too long");
    }

    @Test
    void givesACommandLineItsTimeAsAWholeNotByTheOctet() throws Exception {
        TestClient client = client(
                listener(timed(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20)), Fixture.WIDE));
        assertThat(client.reply()).startsWith("220 ");
        drip(client, "N");
        assertThat(client.rest()).startsWith("421 4.4.2 ");
    }

    @Test
    void givesAMessageItsTimeAsAWholeNotByTheOctet() throws Exception {
        TestClient client = client(
                listener(timed(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(3)), Fixture.WIDE));
        client.say(ENVELOPE);
        for (String code : new String[] {"220", "250", "250", "250", "354"}) {
            assertThat(client.reply()).startsWith(code);
        }
        drip(client, "x");
        assertThat(client.rest()).startsWith("421 4.4.2 ");
        assertThat(intake.taken).isEmpty();
    }

    @Test
    void countsTheEnvelopeIntoTheMessagesTime() throws Exception {
        TestClient client = client(
                listener(timed(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(3)), Fixture.WIDE));
        client.say("EHLO c\r\nMAIL FROM:<ada@example.org>\r\n");
        for (String code : new String[] {"220", "250", "250", "421 4.4.2"}) {
            assertThat(client.reply()).startsWith(code);
        }
    }

    /** An octet every 50 ms until the server has had enough. */
    private static void drip(TestClient client, String octet) {
        AtomicBoolean ended = new AtomicBoolean();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    try {
                        client.say(octet);
                        ended.set(client.hasInput());
                    } catch (IOException _) {
                        ended.set(true);
                    }
                    return ended.get();
                });
    }

    @Test
    void endsABodyThatStops() throws IOException {
        TestClient client = client(
                listener(timed(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(20)), Fixture.WIDE));
        client.say(ENVELOPE + "half a line");
        for (String code : new String[] {"220", "250", "250", "250", "354", "421 4.4.2"}) {
            assertThat(client.reply()).startsWith(code);
        }
    }

    @Test
    void tellsAClientThatEndsWithLfAloneWhyItWaitsInVain() throws IOException {
        TestClient client = client(
                listener(timed(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(20)), Fixture.WIDE));
        client.say(ENVELOPE + "text\n.\n");
        for (String code : new String[] {"220", "250", "250", "250", "354", "550 5.6.11", "421 4.4.2"}) {
            assertThat(client.reply()).startsWith(code);
        }
    }

    @Test
    void endsAChunkThatStops() throws IOException {
        TestClient client = client(
                listener(timed(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(20)), Fixture.WIDE));
        client.say(ENVELOPE.replace("DATA", "BDAT 10 LAST") + "half");
        for (String code : new String[] {"220", "250", "250", "250", "421 4.4.2"}) {
            assertThat(client.reply()).startsWith(code);
        }
        assertThat(intake.forgotten).hasValue(1);
    }

    // Overload and stops.

    @Test
    void tellsClientsBeyondTheBoundsToComeBack() throws IOException {
        Listener full =
                listener(Fixture.settings(), new SessionBounds(1, 100, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        Listener addressFull =
                listener(Fixture.settings(), new SessionBounds(100, 1, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        for (Listener listener : List.of(full, addressFull)) {
            assertThat(client(listener).reply()).startsWith("220 ");
            assertThat(client(listener).rest())
                    .startsWith("421 4.7.0 mail.example has as many clients")
                    .endsWith("\r\n");
        }
    }

    @Test
    void saysGoodbyeToIdleClientsWhenItStops() throws IOException {
        Listener listener = listener(Fixture.settings(), Fixture.WIDE);
        TestClient idle = client(listener);
        TestClient begun = client(listener);
        assertThat(idle.reply()).startsWith("220 ");
        begun.say("EHLO c\r\nMAIL FROM:<ada@example.org>\r\n");
        for (int i = 0; i < 3; i++) {
            assertThat(begun.reply()).startsWith("2");
        }
        listener.stop(Duration.ofSeconds(10));
        assertThat(idle.rest()).startsWith("421 4.3.2 ");
        assertThat(begun.rest()).startsWith("421 4.3.2 ");
    }

    @Test
    void letsARunningMessageEndWhenItStops() throws Exception {
        Listener listener = listener(Fixture.settings(), Fixture.WIDE);
        TestClient client = client(listener);
        client.say(ENVELOPE + "half");
        for (String code : new String[] {"220", "250", "250", "250", "354"}) {
            assertThat(client.reply()).startsWith(code);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            listener.stop(Duration.ofSeconds(10));
            stopped.countDown();
        });
        Awaitility.await().until(() -> isClosed(listener));
        client.say(" and half\r\n.\r\n");
        assertThat(client.reply()).isEqualTo("250 2.0.0 Queued as TEST1");
        assertThat(client.reply()).startsWith("421 4.3.2 ");
        stopped.await();
    }

    private static boolean isClosed(Listener listener) {
        try (TestClient probe = new TestClient(listener.port())) {
            return !probe.isConnected();
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void saysGoodbyeToAMessageThatOutlivesTheGrace() throws IOException {
        Listener listener = listener(Fixture.settings(), Fixture.WIDE);
        TestClient client = client(listener);
        client.say(ENVELOPE + "half");
        for (String code : new String[] {"220", "250", "250", "250", "354"}) {
            assertThat(client.reply()).startsWith(code);
        }
        listener.stop(Duration.ofMillis(50));
        assertThat(client.rest()).startsWith("421 4.3.2 ");
        assertThat(intake.taken).isEmpty();
    }

    // Batching, and what the intake hears.

    @Test
    void answersPipelinedCommandsInOneWrite() throws IOException {
        MemoryTransport transport = MemoryTransport.of(ENVELOPE.replace("DATA\r\n", "NOOP\r\nNOOP\r\n"));
        Connection connection = new Connection(transport);
        Fixture.server(intake, Fixture.settings()).converse(connection);
        assertThat(transport.writes())
                .as("the greeting, then all answers together")
                .isEqualTo(2);
    }

    @Test
    void tellsTheIntakeWhoSpeaksAndHow() throws IOException {
        record Case(String hello, String parameters, String protocol) {}
        for (Case each : List.of(
                new Case("HELO h.example", "", "SMTP"),
                new Case("EHLO h.example", "", "ESMTP"),
                new Case("EHLO h.example", " SMTPUTF8", "UTF8SMTP"))) {
            RecordingIntake own = new RecordingIntake();
            Connection connection = new Connection(MemoryTransport.of(each.hello() + "\r\nMAIL FROM:<ada@example.org>"
                    + each.parameters() + "\r\nRCPT TO:<postmaster>\r\nDATA\r\n.\r\n"));
            Fixture.server(own, Fixture.settings()).converse(connection);
            var transaction = own.taken.getFirst().transaction();
            assertThat(transaction.client().protocol()).isEqualTo(each.protocol());
            assertThat(transaction.client().greeting()).isEqualTo("h.example");
            assertThat(transaction.client().address()).hasToString("/192.0.2.7");
            assertThat(transaction.recipients().getFirst().address()).hasToString("postmaster@mail.example");
        }
    }

    @Test
    void answersVrfyAsItIsTold() throws IOException {
        String all = "EHLO c\r\nVRFY ada@example.org\r\nVRFY nobody@example.org\r\nVRFY ada\r\n";
        assertThat(codes(VrfyPolicy.NEUTRAL, all)).containsExactly("252", "252", "252");
        assertThat(codes(VrfyPolicy.ANSWER, all)).containsExactly("250", "550", "252");
        assertThat(codes(VrfyPolicy.REFUSE, all)).containsExactly("502", "502", "502");
    }

    @Test
    void theUsersDoorTellsNobodyWhoIsThereBeforeTheLogIn() throws IOException {
        String all = "EHLO c\r\nVRFY ada@example.org\r\nVRFY nobody@example.org\r\nMAIL FROM:<ada@example.org>\r\n";
        assertThat(codes(Fixture.submission(intake, vrfy(VrfyPolicy.ANSWER)), all))
                .containsExactly("530", "530", "530");
        assertThat(codes(Fixture.submission(intake, vrfy(VrfyPolicy.REFUSE)), all))
                .containsExactly("502", "502", "530");
    }

    private List<String> codes(VrfyPolicy policy, String all) throws IOException {
        return codes(Fixture.server(intake, vrfy(policy)), all);
    }

    private static List<String> codes(SmtpServer server, String all) throws IOException {
        MemoryTransport transport = MemoryTransport.of(all);
        Connection connection = new Connection(transport);
        server.converse(connection);
        connection.flush();
        return transport
                .written()
                .lines()
                .filter(line -> line.charAt(3) == ' ')
                .skip(2)
                .map(line -> line.substring(0, 3))
                .toList();
    }

    @Test
    void streamsAMessageOfManyBuffers() throws IOException {
        SmtpServer server =
                new SmtpServer(Fixture.host(), Settings.defaults(SmtpSettings.class), () -> 1L << 30, intake);
        Listener listener = Fixture.listener(server, Fixture.WIDE);
        open.add(listener);
        TestClient client = client(listener);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            text.writeBytes(
                    (". line " + i + " of a message that takes many buffers\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        String plain = text.toString(StandardCharsets.US_ASCII);
        client.say(ENVELOPE + plain.replace("\r\n.", "\r\n..").replaceFirst("^\\.", "..") + ".\r\nNOOP\r\n");
        for (String code : new String[] {"220", "250", "250", "250", "354", "250 2.0.0 Queued", "250 2.0.0 Done"}) {
            assertThat(client.reply()).startsWith(code);
        }
        assertThat(intake.taken.getFirst().text()).isEqualTo(plain);
    }

    @Test
    void theDefaultsKeepThePromisesOfTheStandard() {
        SmtpSettings settings = Settings.defaults(SmtpSettings.class);
        assertThat(settings.commandLine().octets()).isGreaterThanOrEqualTo(512);
        assertThat(settings.textLine().octets()).isGreaterThanOrEqualTo(1000);
        assertThat(settings.maxRecipients()).isGreaterThanOrEqualTo(100);
        assertThat(settings.commandTime()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }
}

package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.Turnstile;
import org.maillon.serve.tls.Authority;
import org.maillon.serve.tls.ListenerTls;
import org.maillon.serve.tls.TlsClient;
import org.maillon.submit.ListenerRole;

/** STARTTLS (RFC 3207) and SMTP under TLS from the first octet (RFC 8314), over TCP. */
@Timeout(60)
class StartTlsTest {
    @TempDir
    Path folder;

    private final RecordingIntake intake = new RecordingIntake();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ListenerTls tls;

    @BeforeEach
    void certify() {
        tls = Authority.listener(folder, "mail.example");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private TlsClient connect(boolean first) throws IOException {
        SmtpHost usual = Fixture.host();
        SmtpHost host = new SmtpHost(
                usual.name(),
                usual.server(),
                usual.postmaster(),
                ListenerRole.SUBMISSION,
                first ? Optional.empty() : Optional.of(tls));
        SmtpServer server = new SmtpServer(host, Fixture.settings(), () -> Fixture.MOST_OCTETS, intake);
        ListenerSettings settings = new ListenerSettings("127.0.0.1", 0, false, 50);
        Turnstile turnstile = new Turnstile(Fixture.WIDE);
        Listener listener = first
                ? Listener.bindUnderTls(settings, turnstile, server, tls)
                : Listener.bind(settings, turnstile, server);
        listener.start();
        open.add(listener);
        TlsClient client = new TlsClient(listener.port());
        open.add(client);
        return client;
    }

    /** The last line of the answer, all of them with " / " between. */
    private static String say(TlsClient client, String line) throws IOException {
        client.send(line + "\r\n");
        return hear(client);
    }

    private static String hear(TlsClient client) throws IOException {
        StringBuilder lines = new StringBuilder();
        String line = client.hear();
        for (; line.length() > 3 && line.charAt(3) == '-'; line = client.hear()) {
            lines.append(line).append(" / ");
        }
        return lines.append(line).toString();
    }

    private TlsClient secured() throws IOException {
        TlsClient client = connect(false);
        hear(client);
        say(client, "EHLO client.example");
        assertThat(say(client, "STARTTLS")).isEqualTo("220 2.0.0 Begin with TLS now; then say EHLO again");
        return client.secure("mail.example");
    }

    @Test
    void isOfferedInTheClearAndNotUnderTls() throws IOException {
        TlsClient client = connect(false);
        hear(client);
        assertThat(say(client, "EHLO client.example")).contains("250-STARTTLS");
        assertThat(say(client, "HELP")).contains("STARTTLS");
        say(client, "STARTTLS");
        client.secure("mail.example");

        assertThat(say(client, "EHLO client.example")).doesNotContain("STARTTLS");
        assertThat(say(client, "STARTTLS")).isEqualTo("503 5.5.1 We are under TLS already");
    }

    @Test
    void forgetsWhatWasSaidBefore() throws IOException {
        TlsClient client = secured();

        assertThat(say(client, "MAIL FROM:<a@client.example>")).startsWith("503 5.5.1");
        assertThat(say(client, "EHLO other.example")).contains("greets other.example");
    }

    @Test
    void doesNotFitIntoAMessage() throws IOException {
        TlsClient client = connect(false);
        hear(client);
        say(client, "EHLO client.example");
        say(client, "MAIL FROM:<a@client.example>");

        assertThat(say(client, "STARTTLS")).startsWith("503 5.5.1 STARTTLS does not fit here");
    }

    @Test
    void commandsInjectedBehindItInTheClearAreNeverActedOn() throws IOException {
        TlsClient client = connect(false);
        hear(client);
        say(client, "EHLO client.example");
        client.send(
                "STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@mail.example>\r\n"
                        + "DATA\r\n");
        hear(client);
        client.secure("mail.example");

        assertThat(say(client, "NOOP")).isEqualTo("250 2.0.0 Done nothing, as asked");
        assertThat(say(client, "RCPT TO:<victim@mail.example>")).startsWith("503");
        assertThat(intake.open).hasValue(0);
    }

    @Test
    void theMessageSaysHowItCame() throws IOException {
        TlsClient client = secured();
        say(client, "EHLO client.example");
        say(client, "MAIL FROM:<a@client.example> SMTPUTF8");
        say(client, "RCPT TO:<b@mail.example>");
        say(client, "DATA");
        assertThat(say(client, "Subject: x\r\n\r\nText.\r\n.")).startsWith("250");

        var taken = intake.taken.getFirst().transaction().client();
        assertThat(taken.protocol()).isEqualTo("UTF8SMTPS");
        assertThat(taken.with()).matches("UTF8SMTPS \\(TLSv1\\.3 TLS_[A-Z0-9_]+\\)");
        assertThat(taken.link().role()).isEqualTo(ListenerRole.SUBMISSION);
        assertThat(taken.link().tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void underTlsFromTheFirstOctetAMessageIsTakenAsWell() throws IOException {
        TlsClient client = connect(true).secure("mail.example");
        assertThat(hear(client)).startsWith("220 mail.example");
        assertThat(say(client, "EHLO client.example")).doesNotContain("STARTTLS");
        say(client, "MAIL FROM:<a@client.example>");
        say(client, "RCPT TO:<b@mail.example>");
        say(client, "DATA");
        assertThat(say(client, "Subject: x\r\n\r\n" + "A line.\r\n".repeat(50) + "."))
                .startsWith("250");

        assertThat(intake.taken.getFirst().transaction().client().protocol()).isEqualTo("ESMTPS");
    }

    @Test
    void whoSpeaksInTheClearOnThePortForTlsIsToldSo() throws IOException {
        TlsClient client = connect(true);
        client.send("EHLO client.example\r\n");

        assertThat(new String(client.rest(), StandardCharsets.US_ASCII))
                .isEqualTo("554 5.7.0 mail.example speaks TLS from the first octet on this port; STARTTLS is for the"
                        + " other ports\r\n");
    }

    @Test
    void underTlsAGoodbyeIsHeardToItsEnd() throws IOException {
        TlsClient client = secured();
        client.send("QUIT\r\n");

        assertThat(new String(client.rest(), StandardCharsets.US_ASCII)).startsWith("221 2.0.0");
    }
}

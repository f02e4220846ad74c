package org.maillon.serve.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;
import org.maillon.serve.tls.Authority;
import org.maillon.serve.tls.TlsClient;

/** STLS (RFC 2595 §4), and passwords only where nobody overhears them. */
@Timeout(60)
class StlsTest {
    /** To stand for a client elsewhere, behind a load balancer: loopback needs no TLS. */
    private static final String ELSEWHERE = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 110\r\n";

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @BeforeEach
    void listen() throws IOException {
        SessionBounds bounds = new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60));
        Pop3Protocol pop3 = new Office().pop3().offering(Authority.listener(folder, "mail.example.org"));
        Listener listener = Listener.bind(new ListenerSettings("127.0.0.1", 0, true, 50), new Turnstile(bounds), pop3);
        listener.start();
        open.add(listener);
        port = listener.port();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private TlsClient connect() throws IOException {
        TlsClient client = new TlsClient(port);
        open.add(client);
        client.send(ELSEWHERE);
        assertThat(client.hear()).startsWith("+OK");
        return client;
    }

    private static List<String> capabilities(TlsClient client) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = client.say("CAPA"); !line.equals("."); line = client.hear()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void aPasswordIsTakenUnderTlsOnly() throws IOException {
        TlsClient client = connect();
        assertThat(capabilities(client)).contains("STLS").doesNotContain("USER");
        assertThat(client.say("USER ada@example.org")).startsWith("-ERR [AUTH]").contains("STLS");
        assertThat(client.say("PASS a pass phrase")).startsWith("-ERR [AUTH]");

        assertThat(client.say("STLS")).isEqualTo("+OK begin with TLS now");
        client.secure("mail.example.org");

        assertThat(capabilities(client)).contains("USER").doesNotContain("STLS");
        assertThat(client.say("USER ada@example.org")).startsWith("+OK");
        assertThat(client.say("PASS a pass phrase")).startsWith("+OK 3 messages");
        assertThat(client.say("STLS")).startsWith("-ERR");
    }

    @Test
    void whatWasSaidInTheClearDoesNotCountUnderTls() throws IOException {
        TlsClient client = connect();
        client.send("STLS\r\nUSER ada@example.org\r\n");
        assertThat(client.hear()).startsWith("+OK");
        client.secure("mail.example.org");

        assertThat(client.say("PASS a pass phrase")).startsWith("-ERR USER and your name come first");
    }

    @Test
    void stlsHasNoArgumentsAndComesOnce() throws IOException {
        TlsClient client = connect();
        assertThat(client.say("STLS now")).startsWith("-ERR write it so: STLS");
        assertThat(client.say("STLS")).startsWith("+OK");
        client.secure("mail.example.org");
        assertThat(client.say("STLS")).startsWith("-ERR STLS begins nothing here");
    }
}

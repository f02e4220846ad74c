package org.maillon.deliver.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.dns.FakeResolver;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.trust.Certificates;
import org.maillon.trust.Certificates.Identity;
import org.maillon.trust.WebPki;
import org.maillon.trust.mtasts.PolicyHost.Fetched;

class HttpsPolicyHostTest {
    private static final Identity AUTHORITY = Certificates.authority("Test authority");
    private static final Identity GOOD = Certificates.under(AUTHORITY, "mta-sts.example.org");
    private static final int MOST = 1024;

    private final SocketDialer dialer = new SocketDialer();
    private final ServerSocket listener = listener();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static ServerSocket listener() {
        try {
            return new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        dialer.close();
    }

    /** Answers one request with these octets; {@code HANG} at their end keeps the connection open. */
    private void serves(Identity identity, String answer) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listener.accept();
                    SSLSocket tls =
                            (SSLSocket) identity.context().getSocketFactory().createSocket(socket, "", 0, true)) {
                tls.setUseClientMode(false);
                BufferedReader in = new BufferedReader(new InputStreamReader(tls.getInputStream(), US_ASCII));
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    heard.add(line);
                }
                OutputStream out = tls.getOutputStream();
                out.write(answer.replace("HANG", "").getBytes(US_ASCII));
                out.flush();
                if (answer.endsWith("HANG")) {
                    in.readLine();
                }
            } catch (IOException _) {
                // the client has heard enough
            }
        });
    }

    private Fetched fetch(Duration patience) {
        FakeResolver dns = new FakeResolver().host("mta-sts.example.org", "127.0.0.1");
        InstantSource clock = InstantSource.system();
        return new HttpsPolicyHost(
                        dns,
                        dialer,
                        () -> WebPki.of(List.of(AUTHORITY.certificate())),
                        new HttpsPolicyHost.Clocks(clock, clock),
                        new HttpsPolicyHost.Bounds(listener.getLocalPort(), patience, MOST))
                .fetch("example.org");
    }

    private Fetched fetch() {
        return fetch(Duration.ofSeconds(10));
    }

    private static String answer(String head, String body) {
        return head.replace("/", "\r\n").replace("_", "/") + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_1.1 200 OK/Content-Type: text_plain                                        | policy
            HTTP_1.1 200 OK/Content-Type: text_plain; charset=utf-8/Content-Length: 6       | policyHANG
            HTTP_1.0 200/content-type:TEXT_PLAIN                                            | policy
            HTTP_1.1 100 Continue//HTTP_1.1 200 OK/Content-Type: text_plain                 | policy
            """)
    void fetchesAFile(String head, String body) {
        serves(GOOD, answer(head, body));
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fetched.File.class,
                        file -> assertThat(file.octets().asUtf8()).isEqualTo("policy"));
        assertThat(heard).contains("GET /.well-known/mta-sts.txt HTTP/1.1", "Host: mta-sts.example.org");
    }

    @Test
    void readsAFileInChunks() {
        serves(
                GOOD,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\npol\r\n3;x=y\r\nicy\r\n0\r\n\r\nHANG");
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fetched.File.class,
                        file -> assertThat(file.octets().asUtf8()).isEqualTo("policy"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_1.1 404 Not Found/Content-Type: text_plain        | x      | the code 404
            HTTP_1.1 301 Moved/Location: https:__elsewhere.example | x      | a redirect is not followed
            HTTP_1.1 200 OK/Content-Type: text_html                | x      | not text/plain
            HTTP_1.1 200 OK                                        | x      | not text/plain
            HTTP_1.1 200 OK/Content-Type: text_plainly             | x      | not text/plain
            HTTP_1.1 200 OK/Content-Type: text_plain/Content-Length: 9      | policy | ends in the middle
            HTTP_1.1 200 OK/Content-Type: text_plain/Content-Length: 1025   | x      | more than 1024 octets
            HTTP_1.1 200 OK/Content-Type: text_plain/Content-Length: many   | x      | no number
            HTTP_1.1 200 OK/Content-Type: text_plain/Transfer-Encoding: gzip| x      | the encoding gzip
            HTTP_1.1 200 OK/Content-Type: text_plain/Content-Encoding: br   | x      | the encoding br
            HTTP_1.1 200 OK/Content-Type: text_plain/Transfer-Encoding: chunked | zz  | a chunk without a size
            220 mx.example ESMTP                                   | x      | no HTTP
            """)
    void whatIsNoPolicyFileIsSaid(String head, String body, String why) {
        serves(GOOD, answer(head, body + "\r\n"));
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fetched.NotServed.class, not -> assertThat(not.why()).contains(why));
    }

    @ParameterizedTest
    @CsvSource({"1023, true", "1024, true", "1025, false"})
    void aFileHasABound(int octets, boolean fits) {
        serves(GOOD, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + "x".repeat(octets));
        assertThat(fetch() instanceof Fetched.File).isEqualTo(fits);
    }

    @Test
    void anAnswerThatNeverEndsHasItsTime() {
        serves(GOOD, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nmore to come HANG");
        assertThat(fetch(Duration.ofMillis(700)))
                .isInstanceOfSatisfying(
                        Fetched.NotServed.class, not -> assertThat(not.why()).contains("took too long"));
    }

    @ParameterizedTest
    @CsvSource({"name", "expired", "stranger"})
    void aServerThatDoesNotProveItselfIsNotAsked(String what) { // RFC 8461 §3.3
        serves(
                switch (what) {
                    case "name" -> Certificates.under(AUTHORITY, "example.org");
                    case "expired" -> Certificates.expired(AUTHORITY, "mta-sts.example.org");
                    default -> Certificates.selfSigned("mta-sts.example.org");
                },
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\npolicy");
        assertThat(fetch()).isInstanceOf(Fetched.NotTrusted.class);
        assertThat(heard).isEmpty();
    }
}

package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Bytes;
import org.maillon.peer.MaillonProcess.Setup;
import org.maillon.serve.tls.Authority;
import org.maillon.serve.tls.TlsClient;

/** OpenSSL, swaks and curl under TLS, and certificates that change while the server runs. */
@Tag("peer")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsPeersTest {
    private final Authority authority = new Authority(Instant.now());

    private Path folder;
    private MaillonProcess maillon;
    private int smtps;
    private int pop3s;

    @BeforeAll
    void start() throws Exception {
        folder = Peers.openFolder("maillon-tls");
        Authority.write(folder.resolve("root.pem"), authority.rootPem());
        Authority.write(folder.resolve("mail.pem"), authority.identity("RSA", "mail.here.test"));
        Authority.write(folder.resolve("shop.pem"), authority.identity("EC", "*.shop.test"));
        smtps = Peers.freePort();
        pop3s = Peers.freePort();
        maillon = MaillonProcess.start(Setup.on("mail.here.test")
                .with(listener("smtp", smtps))
                .with(listener("pop3", pop3s))
                .with("[tls]\nwatch-every = \"1s\"")
                .with(certificate("mail.pem"))
                .with(certificate("shop.pem")));
        maillon.host("here.test", "ada", "swaks", "curl");
    }

    private static String listener(String protocol, int port) {
        return "[[listener]]\nprotocol = \"%s\"\naddress = \"127.0.0.1\"\nport = %d\ntls = \"implicit\""
                .formatted(protocol, port);
    }

    private String certificate(String file) {
        return "[[certificate]]\nchain = \"%s\"".formatted(folder.resolve(file));
    }

    @AfterAll
    void stop() throws Exception {
        maillon.close();
        Peers.delete(folder);
    }

    private String openssl(int port, Object... more) throws Exception {
        Object[] words = new Object[more.length + 7];
        System.arraycopy(
                new Object[] {
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + port,
                    "-CAfile",
                    folder.resolve("root.pem"),
                    "-brief",
                    "-verify_return_error"
                },
                0,
                words,
                0,
                7);
        System.arraycopy(more, 0, words, 7, more.length);
        return Command.of(Peers.program("openssl", "openssl"), words)
                .with(Bytes.utf8("QUIT\r\n"))
                .within(Duration.ofSeconds(30))
                .run()
                .text();
    }

    @ParameterizedTest
    @CsvSource({"smtp, -tls1_3, TLSv1.3", "smtp, -tls1_2, TLSv1.2", "pop3, -tls1_3, TLSv1.3", "pop3, -tls1_2, TLSv1.2"})
    void opensslBeginsTls(String protocol, String version, String spoken) throws Exception {
        int port = protocol.equals("smtp") ? maillon.smtpPort() : maillon.pop3Port();

        String said = openssl(
                port,
                "-starttls",
                protocol,
                version,
                "-servername",
                "mail.here.test",
                "-verify_hostname",
                "mail.here.test");

        assertThat(said).contains("Protocol version: " + spoken).contains("Verification: OK");
    }

    @Test
    void opensslIsRefusedAnOlderVersion() throws Exception {
        String said = openssl(smtps, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");

        assertThat(said).doesNotContain("CONNECTION ESTABLISHED");
    }

    @Test
    void opensslGetsTheCertificateOfTheHostItNames() throws Exception {
        assertThat(openssl(smtps, "-servername", "a.shop.test", "-verify_hostname", "a.shop.test"))
                .contains("Verification: OK");
        assertThat(openssl(pop3s, "-servername", "mail.here.test", "-verify_hostname", "mail.here.test"))
                .contains("Verification: OK");
    }

    @ParameterizedTest
    @CsvSource({"--tls", "--tls-on-connect"})
    void swaksSends(String how) throws Exception {
        String said = Command.of(
                        Peers.program("swaks", "swaks"),
                        "--server",
                        "127.0.0.1",
                        "--port",
                        how.equals("--tls") ? maillon.smtpPort() : smtps,
                        how,
                        "--tls-verify",
                        "--tls-ca-path",
                        folder.resolve("root.pem"),
                        "--tls-sni",
                        "mail.here.test",
                        "--from",
                        "ada@here.test",
                        "--to",
                        "swaks@here.test")
                .run()
                .text();

        assertThat(said).contains("TLS started with cipher").contains("250 2.");
    }

    @Test
    void curlSendsAndFetchesAndTheMessageSaysHowItCame() throws Exception {
        Path letter = Files.writeString(folder.resolve("letter"), "Subject: by curl\r\n\r\nUnder TLS.\r\n");
        Path curl = Peers.program("curl", "curl");
        String address = ":127.0.0.1";
        Command.of(
                        curl,
                        "-sS",
                        "--cacert",
                        folder.resolve("root.pem"),
                        "--resolve",
                        "mail.here.test:" + smtps + address,
                        "smtps://mail.here.test:" + smtps + "/client.test",
                        "--mail-from",
                        "ada@here.test",
                        "--mail-rcpt",
                        "curl@here.test",
                        "-T",
                        letter)
                .run()
                .orFail();

        String fetched = Command.of(
                        curl,
                        "-sS",
                        "--cacert",
                        folder.resolve("root.pem"),
                        "--resolve",
                        "mail.here.test:" + pop3s + address,
                        "-u",
                        "curl@here.test:" + MaillonProcess.PASSWORD,
                        "pop3s://mail.here.test:" + pop3s + "/1")
                .run()
                .orFail()
                .text();

        assertThat(fetched).contains("Under TLS.").containsPattern("with ESMTPS \\(TLSv1\\.3 TLS_[A-Z0-9_]+\\) id");
        Command.of(
                        curl,
                        "-sS",
                        "--ssl-reqd",
                        "--cacert",
                        folder.resolve("root.pem"),
                        "--resolve",
                        "mail.here.test:" + maillon.pop3Port() + address,
                        "-u",
                        "curl@here.test:" + MaillonProcess.PASSWORD,
                        "pop3://mail.here.test:" + maillon.pop3Port() + "/1")
                .run()
                .orFail();
    }

    @Test
    void aCertificateThatIsReplacedIsShownWithoutARestartAndASpoiltOneIsNot() throws Exception {
        String before = serial("x.shop.test");
        Authority.write(folder.resolve("shop.pem"), authority.identity("EC", "*.shop.test"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !serial("x.shop.test").equals(before));

        String after = serial("x.shop.test");
        Authority.write(folder.resolve("shop.pem"), "spoilt");
        Command.Result reload = Command.of(
                        Path.of("maillon").toAbsolutePath(), "config", "reload", "--config", maillon.config())
                .run();
        assertThat(reload.exit()).isNotZero();
        assertThat(reload.text()).contains("shop.pem").contains("the certificate that was read before goes on");
        assertThat(serial("x.shop.test")).isEqualTo(after);
    }

    private String serial(String host) throws IOException {
        try (TlsClient client = new TlsClient(smtps).secure(host)) {
            X509Certificate shown = client.shown();
            return shown.getSubjectX500Principal() + " " + shown.getSerialNumber();
        }
    }
}

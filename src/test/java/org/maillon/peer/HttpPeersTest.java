package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.maillon.peer.MaillonProcess.Setup;
import org.maillon.serve.tls.Authority;

/** curl at the HTTP door of the real program, in the clear and under TLS. */
@Tag("peer")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpPeersTest {
    private final Authority authority = new Authority(Instant.now());

    private Path folder;
    private MaillonProcess maillon;
    private int plain;
    private int tls;

    @BeforeAll
    void start() throws Exception {
        folder = Peers.openFolder("maillon-http");
        Authority.write(folder.resolve("root.pem"), authority.rootPem());
        Authority.write(folder.resolve("mail.pem"), authority.identity("RSA", "mail.here.test", "localhost"));
        Authority.write(folder.resolve("policy.pem"), authority.identity("EC", "mta-sts.here.test"));
        plain = Peers.freePort();
        tls = Peers.freePort();
        maillon = MaillonProcess.start(Setup.on("mail.here.test")
                .with("[http]\nplain = [\"127.0.0.1:%d\"]\ntls = [\"127.0.0.1:%d\"]".formatted(plain, tls))
                .with("[[certificate]]\nchain = \"%s\"".formatted(folder.resolve("mail.pem")))
                .with("[[certificate]]\nchain = \"%s\"".formatted(folder.resolve("policy.pem"))));
        maillon.host("here.test", "ada");
        maillon.verb("domain", "set", "here.test", "--mta-sts", "enforce");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> curl("--retry-connrefused", "http://127.0.0.1:" + plain + "/healthz")
                        .contains("well"));
    }

    @AfterAll
    void stop() throws Exception {
        maillon.close();
        Peers.delete(folder);
    }

    private String curl(String... more) throws Exception {
        List<Object> words = new ArrayList<>(List.of(
                "-sS", "--max-time", "20", "--cacert", folder.resolve("root.pem"), "--connect-to", "::127.0.0.1:"));
        words.addAll(Stream.of(more).toList());
        return Command.of(Peers.program("curl", "curl"), words.toArray())
                .within(Duration.ofSeconds(30))
                .run()
                .text();
    }

    /** The certificate for the name that was asked for, which curl checks against the authority. */
    @Test
    void curlFetchesAPolicyUnderTlsWithTheCertificateOfItsName() throws Exception {
        assertThat(curl("https://mta-sts.here.test:" + tls + "/.well-known/mta-sts.txt"))
                .isEqualTo("version: STSv1\r\nmode: enforce\r\nmx: mail.here.test\r\nmax_age: 604800\r\n");
        assertThat(curl("https://mail.here.test:" + tls + "/healthz")).contains("well");
        assertThat(curl("https://shop.test:" + tls + "/healthz")).contains("curl: (60)");
    }

    @Test
    void curlLogsInUnderTls() throws Exception {
        String url = "https://localhost:" + tls + "/api/v1/";
        assertThat(curl("-u", "ada@here.test:" + MaillonProcess.PASSWORD, url + "quarantine"))
                .isEqualTo("{\"messages\":[]}\n");
        assertThat(curl("-u", "ada@here.test:wrong", "-w", "%{http_code}", url + "quarantine"))
                .endsWith("401");
        String key = maillon.json("api-key", "add", "curl", "--for", "guard")
                .required("key")
                .stringValue();
        assertThat(curl("-H", "Authorization: Bearer " + key, url + "blocks")).isEqualTo("{\"blocks\":[]}\n");
        assertThat(curl(
                        "-u",
                        "ada@here.test:" + MaillonProcess.PASSWORD,
                        url.replace("localhost", "mail.here.test") + "quarantine"))
                .contains("ask this machine as localhost");
        assertThat(maillon.log()).doesNotContain(key).doesNotContain(MaillonProcess.PASSWORD);
    }

    @Test
    void curlSpeakingPlainlyToTheTlsPortIsToldSo() throws Exception {
        assertThat(curl("http://127.0.0.1:" + tls + "/healthz")).contains("Ask with https");
    }
}

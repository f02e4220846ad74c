package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;

/** Python, curl, msmtp and mpop log in with tokens of an issuer on loopback, whose keys OpenSSL made and signs with. */
@Tag("peer")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenPeersTest {
    private static final String ADA = "ada@here.test";

    private UsersDoor.Issuer issuer;
    private UsersDoor door;

    @BeforeAll
    void start() throws Exception {
        issuer = new UsersDoor.Issuer();
        door = UsersDoor.open("[[oidc]]\nissuer = \"" + issuer.name() + "\"\naudience = [\"mail\"]");
        door.maillon.host("here.test", "ada", "curl", "msmtp");
    }

    @AfterAll
    void stop() throws Exception {
        door.close();
        issuer.close();
    }

    private Command.Result python(String protocol, String tls, String mechanism, String token) throws Exception {
        Path file = door.secret("token", token);
        return UsersDoor.python("bearer.py", protocol, door.port(protocol, tls), tls, door.root(), ADA, mechanism, file)
                .run();
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, starttls, OAUTHBEARER, RS256",
        "smtp, implicit, OAUTHBEARER, ES256",
        "smtp, starttls, XOAUTH2, ES256",
        "smtp, implicit, XOAUTH2, RS256",
        "pop3, starttls, OAUTHBEARER, ES256",
        "pop3, implicit, OAUTHBEARER, RS256",
        "pop3, starttls, XOAUTH2, RS256",
        "pop3, implicit, XOAUTH2, ES256"
    })
    void pythonLogsIn(String protocol, String tls, String mechanism, String algorithm) throws Exception {
        String token = issuer.token("email=" + ADA, "alg=" + algorithm);

        assertThat(python(protocol, tls, mechanism, token).orFail().text()).contains("logged in");

        if (protocol.equals("smtp")) {
            assertThat(door.maillon.verb("trace", ADA))
                    .contains("by ESMTPSA")
                    .contains("logged in as " + ADA + " with " + mechanism);
        }
    }

    private String[] claims(String fault) {
        return switch (fault) {
            case "expired" ->
                new String[] {"email=" + ADA, "exp=" + (Instant.now().getEpochSecond() - 3600)};
            case "audience" -> new String[] {"email=" + ADA, "aud=calendar"};
            case "issuer" -> new String[] {"email=" + ADA, "iss=https://other.test"};
            case "stranger" -> new String[] {"email=" + ADA, "stranger=yes"};
            case "nobody" -> new String[] {"email=nobody@here.test"};
            case "another" -> new String[] {"email=curl@here.test"};
            default -> throw new AssertionError(fault);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "audience", "issuer", "stranger", "nobody", "another"})
    void aTokenThatIsNotGoodIsRefusedAsAWrongPasswordIs(String fault) throws Exception {
        String token = issuer.token(claims(fault));
        for (String mechanism : new String[] {"OAUTHBEARER", "XOAUTH2"}) {
            Command.Result sending = python("smtp", "starttls", mechanism, token);
            assertThat(sending.exit()).isEqualTo(1);
            assertThat(sending.text()).contains("refused: 535 5.7.8").contains("\"status\"");
            Command.Result fetching = python("pop3", "implicit", mechanism, token);
            assertThat(fetching.exit()).isEqualTo(1);
            assertThat(fetching.text()).contains("refused:").contains("[AUTH]");
        }
    }

    /** RFC 7628 §3.2.2: who is refused is told where tokens come from. */
    @Test
    void whoIsRefusedHearsOfTheIssuer() throws Exception {
        String text = python("smtp", "starttls", "OAUTHBEARER", "no.good.token").text();

        assertThat(text)
                .contains("\"openid-configuration\":\"" + issuer.name() + "/.well-known/openid-configuration\"");
    }

    @ParameterizedTest
    @CsvSource({"OAUTHBEARER, RS256", "XOAUTH2, ES256"})
    void curlSendsAndFetches(String mechanism, String algorithm) throws Exception {
        String token = issuer.token("email=curl@here.test", "alg=" + algorithm);
        Path letter = Files.writeString(
                door.folder.resolve("letter"), "From: curl@here.test\r\nSubject: by curl\r\n\r\nhello\r\n");
        String sent = curl(
                mechanism,
                token,
                "smtps",
                door.submissions,
                "--mail-from",
                "curl@here.test",
                "--mail-rcpt",
                ADA,
                "-T",
                letter);
        assertThat(sent).contains("235 2.7.0").contains("250 2.0.0 Queued");
        assertThat(curl(mechanism, token, "pop3s", door.pop3s)).contains("+OK");
        assertThat(curl(mechanism, issuer.token(claims("expired")), "pop3s", door.pop3s))
                .contains("-ERR [AUTH]");
    }

    private String curl(String mechanism, String token, String scheme, int port, Object... more) throws Exception {
        Object[] words = {
            "-sS",
            "-v",
            "--cacert",
            door.root(),
            "--resolve",
            UsersDoor.HOST + ":" + port + ":127.0.0.1",
            "--login-options",
            "AUTH=" + mechanism,
            "--oauth2-bearer",
            token,
            "-u",
            "curl@here.test:",
            scheme + "://" + UsersDoor.HOST + ":" + port + "/"
        };
        return Command.of(Peers.program("curl", "curl"), UsersDoor.both(words, more))
                .run()
                .text();
    }

    @ParameterizedTest
    @CsvSource({"oauthbearer, starttls", "xoauth2, implicit"})
    void msmtpSends(String mechanism, String tls) throws Exception {
        Path token = door.secret("msmtp-token", issuer.token("email=msmtp@here.test"));
        Path config = door.secret("msmtprc", """
                account default
                host 127.0.0.1
                port %d
                from msmtp@here.test
                tls on
                tls_starttls %s
                tls_trust_file %s
                tls_host_override %s
                auth %s
                user msmtp@here.test
                passwordeval "cat %s"
                """.formatted(
                        door.port("smtp", tls),
                        tls.equals("starttls") ? "on" : "off",
                        door.root(),
                        UsersDoor.HOST,
                        mechanism,
                        token));
        String said = Command.of(Peers.program("msmtp", "msmtp"), "-C", config, "--debug", "msmtp@here.test")
                .with(Bytes.utf8("From: msmtp@here.test\nSubject: by msmtp\n\nhello\n"))
                .run()
                .orFail()
                .text();
        assertThat(said).contains("235 2.7.0");
    }

    @ParameterizedTest
    @CsvSource({"oauthbearer, implicit", "xoauth2, starttls"})
    void mpopFetches(String mechanism, String tls) throws Exception {
        Path token = door.secret("mpop-token", issuer.token("email=" + ADA));
        Path config = door.secret("mpoprc", """
                account default
                host 127.0.0.1
                port %d
                tls on
                tls_starttls %s
                tls_trust_file %s
                tls_host_override %s
                user %s
                passwordeval "cat %s"
                auth %s
                uidls_file %s
                delivery mbox %s
                """.formatted(
                        door.port("pop3", tls),
                        tls.equals("starttls") ? "on" : "off",
                        door.root(),
                        UsersDoor.HOST,
                        ADA,
                        token,
                        mechanism,
                        door.folder.resolve("uidls"),
                        door.folder.resolve("mbox")));
        Command.of(Peers.program("mpop", "mpop"), "-C", config, "--debug").run().orFail();
    }
}

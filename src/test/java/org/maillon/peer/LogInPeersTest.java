package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.maillon.secrets.KnownSecrets;

/** swaks, msmtp, mpop, GNU SASL, curl and OpenSSL log in with passwords, by each mechanism and each way to TLS. */
@Tag("peer")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogInPeersTest {
    private static final String ADA = "ada@here.test";
    private static final String RIGHT = MaillonProcess.PASSWORD;
    private static final String WRONG = KnownSecrets.know("wrong-Jb5Kq8-wrong");

    private UsersDoor door;

    @BeforeAll
    void start() throws Exception {
        door = UsersDoor.open("[limits]\nmessages-per-hour = 1000");
        door.maillon.host("here.test", "ada", "msmtp", "mpop", "totp", "scopes");
    }

    @AfterAll
    void stop() throws Exception {
        door.close();
    }

    /** What the server traced last of the account's mail. */
    private String trace(String user) throws Exception {
        return door.maillon.verb("trace", user);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, starttls", "LOGIN, starttls", "PLAIN, implicit", "LOGIN, implicit"})
    void swaksLogsInAndSends(String mechanism, String tls) throws Exception {
        String user = mechanism.toLowerCase(java.util.Locale.ROOT) + "-" + tls + "@here.test";
        door.maillon.account(user);

        String said = door.swaks(
                        door.port("smtp", tls), user, user, door.swaksTls(tls, UsersDoor.auth(mechanism, user, RIGHT)))
                .run()
                .orFail()
                .text();

        assertThat(said).contains("235 2.7.0").contains("250 2.0.0 Queued");
        assertThat(door.only(user))
                .containsPattern("with ESMTPSA \\(TLSv1\\.3 TLS_[A-Z0-9_]+\\) id")
                .doesNotContain("swaks.test");
        assertThat(trace(user)).contains("by ESMTPSA").contains("logged in as " + user + " with " + mechanism);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, starttls", "LOGIN, implicit"})
    void swaksHearsOfAWrongPassword(String mechanism, String tls) throws Exception {
        Command.Result result = door.swaks(
                        door.port("smtp", tls), ADA, ADA, door.swaksTls(tls, UsersDoor.auth(mechanism, ADA, WRONG)))
                .run();

        assertThat(result.exit()).isNotZero();
        assertThat(result.text()).contains("535 5.7.8").doesNotContain("235 ");
    }

    private Command.Result msmtp(String mechanism, String tls, String password) throws Exception {
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
                password "%s"
                """.formatted(
                        door.port("smtp", tls),
                        tls.equals("starttls") ? "on" : "off",
                        door.root(),
                        UsersDoor.HOST,
                        mechanism,
                        password));
        return Command.of(Peers.program("msmtp", "msmtp"), "-C", config, "--debug", "msmtp@here.test")
                .with(Bytes.utf8("From: msmtp@here.test\nSubject: by msmtp\n\nhello\n"))
                .run();
    }

    @ParameterizedTest
    @CsvSource({"scram-sha-256, starttls", "scram-sha-256, implicit", "plain, implicit", "login, starttls"})
    void msmtpLogsInByGnuSaslAndSends(String mechanism, String tls) throws Exception {
        assertThat(msmtp(mechanism, tls, RIGHT).orFail().text()).contains("235 2.7.0");
        String word = mechanism.toUpperCase(java.util.Locale.ROOT);
        assertThat(trace("msmtp@here.test")).contains("by ESMTPSA").contains("msmtp@here.test with " + word);

        Command.Result wrong = msmtp(mechanism, tls, WRONG);
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.text()).contains("535 5.7.8");
    }

    private Command.Result gsasl(int port, String mechanism, String password, String... more) throws Exception {
        List<Object> words = new ArrayList<>(List.of("--verbose", "--smtp", "--connect=127.0.0.1:" + port));
        words.addAll(List.of("--starttls", "--x509-ca-file=" + door.root(), "--hostname=" + UsersDoor.HOST));
        words.addAll(List.of("--mechanism=" + mechanism, "--authentication-id=" + ADA, "--password=" + password));
        words.addAll(List.of(more));
        return Command.of(Peers.program("gsasl", "gsasl"), words.toArray()).run();
    }

    /** Both ends prove themselves, and that nobody sits between them. */
    @Test
    void gnuSaslBindsItsLogInToTheConnection() throws Exception {
        try (EhloFirst between = new EhloFirst(door.submission)) {
            String said = gsasl(between.port(), "SCRAM-SHA-256-PLUS", RIGHT).text();
            assertThat(said)
                    .contains("The certificate is trusted", "235 2.7.0")
                    .contains("Client authentication finished (server trusted)");

            Command.Result wrong = gsasl(between.port(), "SCRAM-SHA-256-PLUS", WRONG);
            assertThat(wrong.exit()).isNotZero();
            assertThat(wrong.text()).doesNotContain("235 2.7.0");
        }
    }

    @ParameterizedTest
    @CsvSource({"smtp, starttls", "smtp, implicit", "pop3, starttls", "pop3, implicit"})
    void aClientOverOpensslBindsItsLogInToTheConnection(String protocol, String tls) throws Exception {
        assertThat(scram(protocol, tls, RIGHT, "right").orFail().text()).contains("the server has proved itself");

        Command.Result elsewhere = scram(protocol, tls, RIGHT, "wrong");
        assertThat(elsewhere.exit()).as("bound to another connection").isEqualTo(1);
        assertThat(elsewhere.text()).contains("refused:");
        Command.Result wrong = scram(protocol, tls, WRONG, "right");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.text()).contains(protocol.equals("smtp") ? "535 5.7.8" : "-ERR [AUTH]");
    }

    private Command.Result scram(String protocol, String tls, String password, String binding) throws Exception {
        Path file = door.secret("scram", password);
        return UsersDoor.python("scram.py", protocol, door.port(protocol, tls), tls, door.root(), ADA, file, binding)
                .run();
    }

    @ParameterizedTest
    @CsvSource({
        "user, starttls",
        "user, implicit",
        "plain, starttls",
        "plain, implicit",
        "login, starttls",
        "scram-sha-256, starttls",
        "scram-sha-256, implicit"
    })
    void mpopLogsInByGnuSasl(String mechanism, String tls) throws Exception {
        assertThat(mpop(mechanism, tls, RIGHT).orFail().text()).contains("+OK");

        Command.Result wrong = mpop(mechanism, tls, WRONG);
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.text()).contains("-ERR [AUTH]");
    }

    private Command.Result mpop(String mechanism, String tls, String password) throws Exception {
        Path config = door.secret("mpoprc", """
                account default
                host 127.0.0.1
                port %d
                tls on
                tls_starttls %s
                tls_trust_file %s
                tls_host_override %s
                user mpop@here.test
                password "%s"
                auth %s
                uidls_file %s
                delivery mbox %s
                """.formatted(
                        door.port("pop3", tls),
                        tls.equals("starttls") ? "on" : "off",
                        door.root(),
                        UsersDoor.HOST,
                        password,
                        mechanism,
                        door.folder.resolve("uidls"),
                        door.folder.resolve("mbox")));
        return Command.of(Peers.program("mpop", "mpop"), "-C", config, "--debug")
                .run();
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 535 5.7.8", "PLAIN AGFkYQ==, 501 5.5.2", "LOGIN not-base64!, 501 5.5.2", "CRAM-MD5, 504 5.5.4"})
    void whatIsTypedOverOpensslIsAnswered(String words, String answer) throws Exception {
        String lines = "EHLO typed.test\nAUTH " + words + "\n" + (words.equals("PLAIN") ? plain(WRONG) + "\n" : "")
                + "NOOP\nQUIT\n";

        assertThat(typed(door.submissions, lines))
                .contains(answer)
                .contains("250 2.0.0")
                .contains("221 2.0.0");
    }

    private static String plain(String password) {
        return java.util.Base64.getEncoder()
                .encodeToString(Bytes.utf8("\0" + ADA + "\0" + password).shared());
    }

    private String typed(int port, String lines) throws IOException, InterruptedException {
        return Command.of(
                        Peers.program("openssl", "openssl"),
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + port,
                        "-CAfile",
                        door.root(),
                        "-quiet",
                        "-crlf",
                        "-verify_return_error")
                .with(Bytes.utf8(lines))
                .run()
                .text();
    }

    // From afar.

    private Object[] fromAfar() {
        return new Object[] {
            "--proxy-family",
            "TCP4",
            "--proxy-source",
            UsersDoor.AFAR,
            "--proxy-source-port",
            40000,
            "--proxy-dest",
            "127.0.0.1",
            "--proxy-dest-port",
            587
        };
    }

    @Test
    void inTheClearFromAfarNoLogInIsOfferedAndNoneTaken() throws Exception {
        Command.Result offered = door.swaks(
                        door.afar, ADA, ADA, UsersDoor.both(UsersDoor.auth("PLAIN", ADA, RIGHT), fromAfar()))
                .run();
        assertThat(offered.exit()).isNotZero();
        assertThat(offered.text()).contains("did not advertise authentication").doesNotContain("AUTH PLAIN");

        Path script = Files.writeString(door.folder.resolve("insists"), """
                import smtplib, socket, sys
                server = smtplib.SMTP()
                server.sock = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
                server.sock.sendall(b'PROXY TCP4 203.0.113.7 127.0.0.1 40000 587\\r\\n')
                server.getreply()
                server.ehlo('insists.test')
                print(server.docmd('AUTH', 'PLAIN ' + sys.argv[2]), server.docmd('MAIL', 'FROM:<ada@here.test>'))
                """);
        assertThat(Command.of(Peers.program("python3", "python3"), script, door.afar, plain(RIGHT))
                        .run()
                        .orFail()
                        .text())
                .contains("(538, b'5.7.11")
                .contains("(530, b'5.7.0");
    }

    /** RFC 5321 §7.6, as [submission] hide-client-address has it: the trace knows, the recipients do not. */
    @Test
    void underTlsFromAfarItIsTakenAndWhereFromIsNobodysBusiness() throws Exception {
        door.maillon.account("afar@here.test");
        String said = door.swaks(
                        door.afar,
                        "afar@here.test",
                        "afar@here.test",
                        UsersDoor.both(
                                door.swaksTls("starttls", UsersDoor.auth("PLAIN", "afar@here.test", RIGHT)),
                                fromAfar()))
                .run()
                .orFail()
                .text();

        assertThat(said).contains("235 2.7.0");
        assertThat(door.only("afar@here.test")).contains("with ESMTPSA").doesNotContain(UsersDoor.AFAR, "swaks.test");
        assertThat(trace("afar@here.test")).contains("swaks.test [" + UsersDoor.AFAR + "]");
    }

    // Passwords for programs.

    private String appPassword(String user, String name, String... scopes) throws Exception {
        List<String> words = new ArrayList<>(List.of("account", "app-password", "add", user, name));
        for (String scope : scopes) {
            words.addAll(List.of("--for", scope));
        }
        return KnownSecrets.know(door.maillon
                .json(words.toArray(String[]::new))
                .required("password")
                .asString());
    }

    private String sends(String user, String password) throws Exception {
        Object[] how = door.swaksTls("starttls", UsersDoor.auth("PLAIN", user, password));
        return door.swaks(door.submission, user, user, how).run().text();
    }

    private String fetches(String user, String password) throws Exception {
        return Command.of(
                        Peers.program("curl", "curl"),
                        "-sS",
                        "-v",
                        "--cacert",
                        door.root(),
                        "--resolve",
                        UsersDoor.HOST + ":" + door.pop3s + ":127.0.0.1",
                        "--login-options",
                        "AUTH=PLAIN",
                        "-u",
                        user + ":" + password,
                        "pop3s://" + UsersDoor.HOST + ":" + door.pop3s + "/")
                .run()
                .text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "pop3"})
    void anAppPasswordOpensWhatItIsForUntilItIsRevoked(String scope) throws Exception {
        String made = appPassword("scopes@here.test", "only-" + scope, scope);
        boolean smtp = scope.equals("smtp");

        assertThat(sends("scopes@here.test", made)).contains(smtp ? "235 2.7.0" : "535 5.7.8");
        assertThat(fetches("scopes@here.test", made)).contains(smtp ? "-ERR [AUTH]" : "+OK");

        door.maillon.verb("account", "app-password", "remove", "scopes@here.test", "only-" + scope);
        assertThat(sends("scopes@here.test", made)).contains("535 5.7.8");
        assertThat(fetches("scopes@here.test", made)).contains("-ERR [AUTH]");
    }

    @Test
    void withAnAuthenticatorProgramsNeedAPasswordOfTheirOwn() throws Exception {
        String user = "totp@here.test";
        String made = appPassword(user, "phone");
        assertThat(sends(user, RIGHT)).contains("235 2.7.0");
        String secret = KnownSecrets.know(door.maillon
                .json("account", "totp", "enrol", user)
                .required("secret")
                .asString());
        door.maillon.verb("account", "totp", "confirm", user, code(secret));

        assertThat(sends(user, RIGHT)).contains("535 5.7.8");
        assertThat(fetches(user, RIGHT)).contains("-ERR [AUTH]");
        assertThat(sends(user, made)).contains("235 2.7.0");
        assertThat(fetches(user, made)).contains("+OK");
    }

    /** RFC 6238, as Python has it. */
    private static String code(String secret) throws Exception {
        Path script = Files.createTempFile("maillon-code", ".py");
        Files.writeString(script, """
                import base64, hashlib, hmac, struct, sys, time
                key = base64.b32decode(sys.argv[1] + '=' * (-len(sys.argv[1]) % 8))
                mac = hmac.new(key, struct.pack('>Q', int(time.time()) // 30), hashlib.sha1).digest()
                print('%06d' % ((struct.unpack('>I', mac[mac[19] & 15:][:4])[0] & 0x7fffffff) % 1000000))
                """);
        try {
            return Command.of(Peers.program("python3", "python3"), script, secret)
                    .run()
                    .orFail()
                    .text()
                    .strip();
        } finally {
            Files.delete(script);
        }
    }
}

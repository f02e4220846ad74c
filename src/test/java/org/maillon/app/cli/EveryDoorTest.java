package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.hosting.oidc.IssuerServer;
import org.maillon.kernel.Bytes;
import org.maillon.secrets.KnownSecrets;
import org.maillon.secrets.RunLogs;
import org.maillon.wire.sasl.ScramClient;

/**
 * A whole server, and secrets given to it at every door, in the right place and in wrong ones: neither its log, at any level,
 * nor its traces, nor anything in its folder has them.
 */
class EveryDoorTest {
    private static final String ADA = "ada@maillon.test";
    private static final int LINE = 12 << 10;

    @TempDir
    Path folder;

    /** Each is used once, so that a leak says where it is. */
    private final List<String> given = new ArrayList<>();

    private String secret(String where) {
        return known(where + "-Qz7Rvx2Kd");
    }

    private String known(String secret) {
        given.add(KnownSecrets.know(secret));
        return secret;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String login, String password) {
        return base64("\0" + login + "\0" + password);
    }

    private static String urlSafe(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static String config(IssuerServer up, IssuerServer down) {
        String head = "[log-in]\non-mx = true\nwrong-passwords = 100\n"
                + "[pop3]\nwrong-passwords = 100\n"
                + "wrong-password-pause = \"0s\"\n[guard]\ndelay-first = \"1ms\"\ndelay-most = \"1ms\"\n";
        return head + oidc(up) + oidc(down);
    }

    private static String oidc(IssuerServer issuer) {
        return "[[oidc]]\nissuer = \"" + issuer.name() + "\"\naudience = [\"mail\"]\n";
    }

    private static String fromAfar(String protocol, int port) {
        return "[[listener]]\nprotocol = \"" + protocol + "\"\naddress = \"127.0.0.1\"\nport = " + port
                + "\nproxy-protocol = true\n";
    }

    /** A conversation of its own; what is answered is the other tests' business, that something is, is ours. */
    private static List<String> says(int port, String... lines) throws IOException {
        List<String> answers = new ArrayList<>();
        try (Telnet client = new Telnet(port)) {
            client.hears();
            for (String line : lines) {
                answers.add(client.says(line));
            }
        }
        return answers;
    }

    @Test
    void noSecretIsLoggedTracedOrKeptWhereverItIsTyped() throws Exception {
        int smtpFromAfar = freePort();
        int pop3FromAfar = freePort();
        IssuerServer down = closed();
        try (IssuerServer up = new IssuerServer()) {
            String config = config(up, down);
            try (House house =
                    House.open(folder, config, fromAfar("smtp", smtpFromAfar) + fromAfar("pop3", pop3FromAfar))) {
                passwords(house);
                misplacedInSmtp(house.smtp());
                misplacedInPop3(house.pop3());
                challenges(house);
                tokens(house, up, down);
                fromAfar(smtpFromAfar, pop3FromAfar);
                atTheCommandLine(house);
                assertThat(RunLogs.has(given)).isEmpty();
                assertThat(traces(house)).contains("logged in as " + ADA).doesNotContain("Qz7Rvx2Kd");
            }
        }
        assertThat(RunLogs.has(List.of("wrong name or password from")))
                .as("what is logged is recorded")
                .isNotEmpty();
        assertThat(given).hasSizeGreaterThan(40);
        Files.delete(folder.resolve("data").resolve("demo-accounts.txt")); // where the demo's are shown
        assertThat(RunLogs.has(given, folder)).isEmpty();
    }

    /** Nobody answers where it was. */
    private static IssuerServer closed() throws IOException {
        try (IssuerServer gone = new IssuerServer()) {
            return gone;
        }
    }

    private void passwords(House house) throws IOException {
        String right = known(house.password(ADA));
        says(
                house.smtp(),
                "EHLO c",
                "AUTH PLAIN " + plain(ADA, right),
                "MAIL FROM:<" + ADA + ">",
                "RCPT TO:<" + ADA + ">",
                "DATA",
                "From: " + ADA + "\r\nSubject: hi\r\n\r\nhi\r\n.");
        says(house.smtp(), "EHLO c", "AUTH PLAIN " + plain(ADA, secret("wrong")));
        says(house.smtp(), "EHLO c", "AUTH PLAIN " + plain(secret("as-the-name"), right));
        says(house.smtp(), "EHLO c", "AUTH LOGIN", base64(ADA), base64(right));
        says(house.smtp(), "EHLO c", "AUTH LOGIN", base64(secret("login-as-the-name")), base64(secret("login-wrong")));
        says(house.smtp(), "EHLO c", "AUTH LOGIN " + base64(ADA), secret("login-not-encoded"));
        says(house.pop3(), "USER " + ADA, "PASS " + right);
        says(house.pop3(), "USER " + ADA, "PASS " + secret("pop3-wrong"));
        says(house.pop3(), "AUTH PLAIN " + plain(ADA, secret("pop3-plain-wrong")));
        says(house.pop3(), "AUTH LOGIN", base64(secret("pop3-login-as-the-name")), base64(secret("pop3-login-wrong")));
    }

    private void misplacedInSmtp(int port) throws IOException {
        says(
                port,
                secret("as-a-command"),
                "PASS " + secret("a-command-of-pop3"),
                "EHLO c",
                "AUTH " + secret("as-a-mechanism"),
                "AUTH PLAIN " + secret("not-encoded"),
                "AUTH PLAIN " + base64(secret("without-nul")),
                "AUTH PLAIN " + base64("\0\0" + secret("without-a-name")),
                "AUTH PLAIN " + base64("\0" + ADA + "\0" + secret("with-nul-behind") + "\0"),
                "AUTH PLAIN " + plain(ADA, secret("padding-in-the-middle")) + "=x",
                "AUTH PLAIN " + base64(secret("as-whom") + "\0" + ADA + "\0x"),
                "AUTH PLAIN",
                secret("not-encoded-on-a-line-of-its-own"),
                "AUTH LOGIN extra " + secret("one-word-too-many"),
                "MAIL FROM:<" + ADA + "> AUTH=" + secret("in-a-parameter"),
                "NOOP " + secret("behind-noop"));
        says(port, "EHLO c", "AUTH PLAIN " + secret("in-a-line-too-long") + "A".repeat(2 * LINE));
        says(port, "EHLO c", "AUTH PLAIN", plain(ADA, secret("in-a-response-too-long")) + "A".repeat(2 * LINE));
    }

    private void misplacedInPop3(int port) throws IOException {
        says(
                port,
                secret("pop3-as-a-command"),
                "USER " + secret("pop3-as-the-name"),
                "PASS " + secret("pop3-behind-it"),
                "PASS " + secret("pop3-without-a-name"),
                "USER " + ADA + " " + secret("pop3-on-one-line"),
                "APOP " + ADA + " " + secret("pop3-as-a-digest"),
                "AUTH " + secret("pop3-as-a-mechanism"),
                "AUTH PLAIN " + secret("pop3-not-encoded"),
                "AUTH PLAIN " + base64(secret("pop3-without-nul")),
                "AUTH PLAIN",
                secret("pop3-on-a-line-of-its-own"),
                "USER " + ADA,
                "PASS " + secret("pop3-too-long") + "A".repeat(2 * LINE));
    }

    private void challenges(House house) throws IOException {
        for (String password : List.of(known(house.password(ADA)), secret("scram-wrong"))) {
            scram(house.smtp(), "EHLO c", password);
            scram(house.pop3(), "CAPA", password);
        }
        says(house.smtp(), "EHLO c", "AUTH SCRAM-SHA-256 " + base64("n,,n=" + secret("scram-as-the-name") + ",r=abc"));
        says(house.smtp(), "EHLO c", "AUTH SCRAM-SHA-256 " + base64(secret("scram-malformed")));
        says(
                house.smtp(),
                "EHLO c",
                "AUTH SCRAM-SHA-256 " + base64("n,,n=" + ADA + ",r=abc"),
                base64(secret("scram-final-malformed")));
    }

    private void scram(int port, String hello, String password) throws IOException {
        try (Telnet client = new Telnet(port)) {
            client.hears();
            var _ = hello.equals("CAPA") ? client.saysAndHearsAll(hello) : client.says(hello);
            String bare = "n=" + ADA + ",r=nonce-of-the-client";
            String challenge = client.says("AUTH SCRAM-SHA-256 " + base64("n,," + bare));
            String first = new String(
                    Base64.getDecoder().decode(challenge.substring(challenge.indexOf(' ') + 1)),
                    StandardCharsets.UTF_8);
            String last = ScramClient.finalMessage(bare, first, Bytes.utf8("n,,"), password);
            known(last.substring(last.indexOf(",p=") + 3));
            client.says(base64(last));
        }
    }

    private void tokens(House house, IssuerServer up, IssuerServer down) throws IOException {
        String good = up.token(ADA, Instant.now());
        String header = good.substring(0, good.indexOf('.'));
        String body = good.substring(good.indexOf('.') + 1, good.lastIndexOf('.'));
        List<String> tokens = List.of(
                good,
                up.token("nobody@maillon.test", Instant.now()),
                up.token(ADA, Instant.EPOCH),
                down.token(ADA, Instant.now()),
                secret("token-in-one-piece"),
                secret("token-head") + "." + secret("token-body") + "." + secret("token-tail"),
                header + "." + secret("token-body-alone") + ".x",
                header + "." + body + "." + secret("token-signature"),
                header + "." + urlSafe(secret("token-no-json")) + ".x",
                urlSafe(secret("token-head-no-json")) + "." + body + ".x",
                urlSafe("{\"alg\":\"RS256\",\"" + secret("token-json-cut-short")) + "." + body + ".x",
                urlSafe("{\"alg\":[\"" + secret("token-alg-is-a-list") + "\"]}") + "." + body + ".x",
                header + "." + urlSafe("{\"exp\":\"" + secret("token-exp-is-a-text") + "\"}") + ".x",
                header + "." + urlSafe("{\"iss\":[\"" + secret("token-iss-is-a-list") + "\"]}") + ".x");
        for (String token : tokens) {
            known(token);
            known(token.substring(token.lastIndexOf('.') + 1));
            String bearer = base64("n,a=" + ADA + ",\u0001auth=Bearer " + token + "\u0001\u0001");
            String google = base64("user=" + ADA + "\u0001auth=Bearer " + token + "\u0001\u0001");
            says(house.smtp(), "EHLO c", "AUTH OAUTHBEARER " + bearer, "AQ==", "AUTH XOAUTH2 " + google, "");
            says(house.pop3(), "AUTH XOAUTH2", google, "");
        }
        says(
                house.smtp(),
                "EHLO c",
                "AUTH OAUTHBEARER " + base64("n,,\u0001auth=" + secret("bearer-no-bearer") + "\u0001\u0001"),
                "AUTH OAUTHBEARER " + base64("n,,\u0001" + secret("bearer-no-pair") + "\u0001\u0001"),
                "AUTH OAUTHBEARER " + base64(secret("bearer-no-header")),
                "AUTH XOAUTH2 " + base64("user=" + secret("google-malformed")));
    }

    /** Ten failures block an address: the log has the last name tried, which may be a password. */
    private void fromAfar(int smtp, int pop3) throws IOException {
        for (int port : List.of(smtp, pop3)) {
            try (Telnet client = new Telnet(port)) {
                client.says("PROXY TCP4 203.0.113.7 127.0.0.1 40000 25");
                client.says(port == smtp ? "EHLO c" : "USER " + ADA);
                client.says("PASS " + secret("in-the-clear-from-afar-" + port));
                client.says("AUTH PLAIN " + plain(ADA, secret("plain-in-the-clear-from-afar-" + port)));
            }
        }
    }

    private void atTheCommandLine(House house) {
        house.types("account", "add", "new@maillon.test", secret("a-word-behind-the-address"));
        house.types("account", "passwd", ADA, secret("a-word-behind-passwd"));
        house.types("account", "totp", "enrol", ADA);
        house.types("account", "totp", "confirm", ADA, secret("a-code-that-is-a-password"));
        Typed.with(
                secret("on-standard-input") + "\n", folder, "account", "add", "bea@maillon.test", "--password-stdin");
        String made = house.types("account", "app-password", "add", ADA, "phone", "--json")
                .json()
                .get("password")
                .asString();
        known(made);
        assertThat(house.types("account", "app-password", "remove", ADA, "phone")
                        .exit())
                .isZero();
    }

    private static String traces(House house) {
        return house.types("trace", ADA).out();
    }
}

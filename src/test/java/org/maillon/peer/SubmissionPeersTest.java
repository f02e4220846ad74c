package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Bytes;
import tools.jackson.databind.JsonNode;

/** What users may hand over and what is done for it (RFC 6409): by swaks, by OpenDKIM, and typed over OpenSSL. */
@Tag("peer")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionPeersTest {
    private static final String ADA = "ada@here.test";

    private UsersDoor door;

    @BeforeAll
    void start() throws Exception {
        door = UsersDoor.open(
                "[dkim-signing]\ncheck-dns = false", "[[route]]\ndomain = \"far.test\"\nvia = \"discard\"");
        door.maillon.host("here.test", "ada", "boss", "bob", "cleo", "dan");
        door.maillon.verb("domain", "key", "add", "here.test", "--algorithm", "rsa");
        door.maillon.verb("domain", "key", "add", "here.test", "--algorithm", "ed25519");
        door.maillon.verb("alias", "add", "team@here.test", ADA);
    }

    @AfterAll
    void stop() throws Exception {
        door.close();
    }

    /** By ada, who has logged in. */
    private Command.Result sends(String from, String to, Object... more) throws Exception {
        Object[] how = door.swaksTls("implicit", UsersDoor.auth("PLAIN", ADA, MaillonProcess.PASSWORD));
        return door.swaks(door.submissions, from, to, UsersDoor.both(how, more)).run();
    }

    @Test
    void nobodySendsAsSomebodyElse() throws Exception {
        Command.Result envelope = sends("bob@here.test", "cleo@here.test");
        assertThat(envelope.exit()).isNotZero();
        assertThat(envelope.text()).contains("553 5.7.1 You may not send as <bob@here.test>; yours are " + ADA);

        Command.Result field = sends(ADA, "cleo@here.test", "--h-From", "Bob <bob@here.test>");
        assertThat(field.exit()).isNotZero();
        assertThat(field.text()).contains("550 5.7.1 From names <bob@here.test>, which is not yours");
    }

    @Test
    void anAliasAndAGrantMayBeSentAs() throws Exception {
        sends("team@here.test", "bob@far.test", "--h-From", "The team <team@here.test>")
                .orFail();

        assertThat(sends("boss@here.test", "bob@far.test").text()).contains("553 5.7.1");
        door.maillon.verb("account", "grant", "boss@here.test", "for", ADA);
        sends("boss@here.test", "bob@far.test", "--h-From", "Boss <boss@here.test>")
                .orFail();
        sends(ADA, "bob@far.test", "--h-From", "Boss <boss@here.test>", "--add-header", "Sender: " + ADA)
                .orFail();
    }

    @Test
    void withoutALogInNothingIsTakenAndNobodyIsNamed() throws Exception {
        for (String to : List.of("bob@here.test", "nobody@here.test")) {
            Command.Result result = door.swaks(door.submission, ADA, to, door.swaksTls("starttls"))
                    .run();
            assertThat(result.exit()).isNotZero();
            assertThat(result.text()).contains("530 5.7.0").doesNotContain("550 5.1.1");
        }
    }

    /** RFC 6409 §8: Date and Message-ID added; Bcc removed; and all of it under our signatures, which OpenDKIM believes. */
    @Test
    void whatIsMissingIsAddedAndWhatIsHiddenRemovedAndAllOfItSigned() throws Exception {
        Path bare = Files.writeString(
                door.folder.resolve("bare"),
                "From: Ada <" + ADA + ">\nTo: bob@here.test\nBcc: secretly@here.test\nSubject: bare\n\nBeans.\n");
        sends(ADA, "bob@here.test", "--data", "@" + bare).orFail();

        String got = door.only("bob@here.test");
        String header = got.substring(0, got.indexOf("\r\n\r\n"));
        assertThat(header)
                .containsPattern("(?m)^Date: \\w{3}, \\d{1,2} \\w{3} 20\\d\\d ")
                .containsPattern("(?m)^Message-ID: <[^<>@]+@[^<>@]+>")
                .containsPattern("with ESMTPSA \\(TLSv1")
                .doesNotContainIgnoringCase("bcc:")
                .doesNotContain("secretly", "swaks.test", "[127.0.0.1]");
        assertThat(header.split("DKIM-Signature: ", -1)).as("RSA and Ed25519").hasSize(3);
        assertThat(judged(got, "rsa-sha256")).contains("dkim=pass").contains("header.a=rsa-sha256");
        assertThat(judged(got.replace("Beans.", "Peas."), "rsa-sha256")).doesNotContain("dkim=pass");
        assertThat(judged(got.replace("Subject: bare", "Subject: bear"), "rsa-sha256"))
                .doesNotContain("dkim=pass");
        assertThat(judged(got, "ed25519-sha256")).contains("dkim=pass").contains("header.a=ed25519-sha256");
    }

    /** By the key of one algorithm at a time, as the server tells it to be published. */
    private String judged(String message, String algorithm) throws Exception {
        StringBuilder keys = new StringBuilder();
        for (JsonNode key : door.maillon.json("domain", "key", "list", "here.test")) {
            if (key.required("algorithm").asString().equals(algorithm)) {
                keys.append(key.required("name").asString())
                        .append(' ')
                        .append(key.required("record").asString())
                        .append('\n');
            }
        }
        assertThat(keys).isNotEmpty();
        Path records = Files.writeString(door.folder.resolve("keys"), keys);
        Path settings = Files.writeString(
                door.folder.resolve("verify.conf"), "Mode v\nTestPublicKeys " + records + "\nAlwaysAddARHeader yes\n");
        // what was put in front at delivery is no part of it
        Path file = Files.write(door.folder.resolve("judged"), message.getBytes(StandardCharsets.UTF_8));
        return Command.of(Peers.program("opendkim", "opendkim"), "-x", settings, "-v", "-v", "-t", file)
                .run()
                .text();
    }

    /** Lines typed at OpenSSL's client, after a log-in. */
    private String typed(String... lines) throws IOException, InterruptedException {
        String plain = Base64.getEncoder()
                .encodeToString(
                        Bytes.utf8("\0" + ADA + "\0" + MaillonProcess.PASSWORD).shared());
        String all = "EHLO typed.test\nAUTH PLAIN " + plain + "\n" + String.join("\n", lines) + "\nQUIT\n";
        return Command.of(
                        Peers.program("openssl", "openssl"),
                        "s_client",
                        "-starttls",
                        "smtp",
                        "-connect",
                        "127.0.0.1:" + door.submission,
                        "-CAfile",
                        door.root(),
                        "-quiet",
                        "-crlf",
                        "-verify_return_error")
                .with(Bytes.utf8(all))
                .run()
                .text();
    }

    private String message(String parameters, String to) throws IOException, InterruptedException {
        return typed(
                "MAIL FROM:<" + ADA + "> " + parameters,
                "RCPT TO:<" + to + ">",
                "DATA",
                "From: " + ADA,
                "Subject: " + parameters,
                "",
                "hello",
                ".");
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFOR=3600, cleo@here.test, held",
        "HOLDUNTIL=SOON, cleo@here.test, held",
        "BY=120;R, bob@far.test, taken",
        "BY=120;N, bob@far.test, taken",
        "MT-PRIORITY=4, bob@far.test, taken",
        "REQUIRETLS, cleo@here.test, taken"
    })
    void wishesTypedOverOpensslAreGranted(String wish, String to, String end) throws Exception {
        long before = door.maillon.queued();
        String offered = wish.startsWith("HOLD") ? "FUTURERELEASE" : wish.startsWith("BY") ? "DELIVERBY" : wish;

        Instant soon = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        String said = message(wish.replace("SOON", soon.toString()), to);

        assertThat(said).contains("250-" + offered.split("=", -1)[0]).contains("250 2.0.0 Queued");
        if (end.equals("held")) {
            assertThat(door.maillon.queued()).as("it waits").isEqualTo(before + 1);
            assertThat(door.maillon.stored("cleo@here.test")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFOR=, 501 5.5.4",
        "HOLDFOR=99999999, 501 5.5.4",
        "HOLDUNTIL=tomorrow, 501 5.5.4",
        "BY=10;R, 501 5.5.4",
        "BY=soon, 501 5.5.4",
        "MT-PRIORITY=10, 501 5.5.4",
        "REQUIRETLS=yes, 501 5.5.4"
    })
    void wishesThatAreNoneAreAnsweredAndTheSessionGoesOn(String wish, String answer) throws Exception {
        assertThat(typed("MAIL FROM:<" + ADA + "> " + wish, "NOOP"))
                .contains(answer)
                .contains("221 2.0.0");
    }

    /** RFC 8689 §4.1: a wish that could be taken away on the way is offered under TLS only. */
    @Test
    void inTheClearRequiretlsIsNotOffered() throws Exception {
        String said = door.swaks(
                        door.submission, ADA, "dan@here.test", UsersDoor.auth("PLAIN", ADA, MaillonProcess.PASSWORD))
                .run()
                .orFail()
                .text();
        assertThat(said).contains("250-FUTURERELEASE").doesNotContain("REQUIRETLS");
        assertThat(door.only("dan@here.test")).contains("with ESMTPA id");
    }
}

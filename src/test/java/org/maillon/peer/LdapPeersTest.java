package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.maillon.kernel.Bytes;
import org.maillon.peer.MaillonProcess.Setup;
import org.maillon.secrets.KnownSecrets;
import tools.jackson.databind.JsonNode;

/** Debian's slapd keeps the people of here.test, by STARTTLS, and those of there.test, by ldaps; own.test is ours. */
@Tag("peer")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapPeersTest {
    /** A name of its own in each run: it must not be in any log. */
    private static final String PASSWORD = KnownSecrets.know(
            "secret-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    private static final Bytes LETTER = Bytes.utf8("Subject: Hello\r\n\r\nBy LDAP.\r\n");

    private SlapdServer slapd;
    private MaillonProcess maillon;

    @BeforeAll
    void start() throws Exception {
        slapd = SlapdServer.with(String.join(
                "",
                SlapdServer.person("lena", PASSWORD, "mail: lena@here.test", "mailLocalAddress: info@here.test"),
                SlapdServer.person("max", PASSWORD, "mail: max@here.test", "mailLocalAddress: maximilian@here.test"),
                SlapdServer.person("gone", PASSWORD, "mail: gone@here.test"),
                SlapdServer.person("left", PASSWORD, "mail: left@here.test", "employeeType: left"),
                SlapdServer.person("thea", PASSWORD, "mail: thea@there.test"),
                SlapdServer.person("twin1", PASSWORD, "mail: twin@here.test"),
                SlapdServer.person("twin2", PASSWORD, "mail: twin@here.test")));
        maillon = MaillonProcess.start(Setup.on("mail.here.test")
                .with(table("here.test", slapd.url(), "start-tls = \"always\""))
                .with(table("there.test", slapd.tlsUrl(), ""))
                .with("[guard]\ndelay-first = \"0s\"")
                .with("[log-in]\nremember-time = \"2s\"\non-mx = true"));
        maillon.host("here.test");
        maillon.host("there.test");
        maillon.host("own.test", "ada");
    }

    private String table(String domain, String url, String more) {
        return """
                [[ldap]]
                url = ["%s"]
                domains = ["%s"]
                ca = "%s"
                bind-dn = "%s"
                bind-password-file = "%s"
                base = "%s"
                filter = "(&(|(mail=%%s)(mailLocalAddress=%%s))(!(employeeType=left)))"
                remember-person = "2s"
                remember-nobody = "1s"
                rest = "1s"
                %s""".formatted(url, domain, slapd.root(), SlapdServer.US, slapd.ourPassword(), SlapdServer.BASE, more);
    }

    @AfterAll
    void stop() throws Exception {
        if (maillon != null) {
            maillon.close();
        }
        if (slapd != null) {
            slapd.close();
        }
    }

    private String logIn(String login, String password) throws IOException {
        try (SmtpDialogue smtp = maillon.smtp()) {
            smtp.ask("EHLO client.test", "250");
            String initial = Base64.getEncoder()
                    .encodeToString(("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
            smtp.line("AUTH PLAIN " + initial);
            return smtp.reply();
        }
    }

    private Pop3Pickup pop3(String login, String password) throws IOException {
        return Pop3Pickup.open(Pop3Pickup.at(maillon.address(), maillon.pop3Port()), login, password);
    }

    private String rcpt(String recipient) throws IOException {
        try (SmtpDialogue smtp = maillon.smtp()) {
            smtp.ask("EHLO client.test", "250");
            smtp.ask("MAIL FROM:<ada@own.test>", "250");
            smtp.line("RCPT TO:<" + recipient + ">");
            return smtp.reply();
        }
    }

    private void deliver(String recipient) throws IOException {
        try (SmtpDialogue smtp = maillon.smtp()) {
            smtp.ask("EHLO client.test", "250");
            smtp.send("ada@own.test", List.of(recipient), LETTER);
        }
    }

    private int stored(String login) throws IOException {
        try (Pop3Pickup pickup = pop3(login, PASSWORD)) {
            int count = pickup.count();
            pickup.quit();
            return count;
        }
    }

    private void awaitStored(String login, int count) {
        Awaitility.await("mail of " + login)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored(login)).isEqualTo(count));
    }

    @Test
    void mailIsTakenForAPersonAndAnAliasAndForNobodyElse() throws Exception {
        assertThat(rcpt("nobody@here.test")).startsWith("550 5.1.1");
        assertThat(rcpt("left@here.test")).startsWith("550 5.1.1");
        assertThat(rcpt("*@here.test")).startsWith("550 5.1.1");
        assertThat(rcpt("lena@there.test")).startsWith("550 5.1.1");
        assertThat(rcpt("twin@here.test")).startsWith("451 4.4.3");
        assertThat(rcpt("maximilian+news@here.test")).startsWith("250");
        deliver("lena@here.test");
        deliver("info@here.test");
        awaitStored("lena@here.test", 2);
        assertThat(stored("info@here.test"))
                .as("the alias's name opens the same mailbox")
                .isEqualTo(2);
    }

    @Test
    void logsInOverSmtpAndPop3() throws Exception {
        assertThat(logIn("max@here.test", PASSWORD)).startsWith("235");
        assertThat(logIn("maximilian@here.test", PASSWORD)).startsWith("235");
        assertThat(logIn("thea@there.test", PASSWORD)).startsWith("235");
        assertThat(stored("thea@there.test")).isZero();
        assertThat(logIn("max@here.test", PASSWORD + "x")).startsWith("535");
        assertThat(logIn("max@here.test", "")).startsWith("501");
        assertThat(logIn("left@here.test", PASSWORD)).startsWith("535");
        assertThat(logIn("ada@own.test", MaillonProcess.PASSWORD))
                .as("ours, in another domain")
                .startsWith("235");
        assertThat(maillon.stored("ada@own.test")).isZero();
        assertThatThrownBy(() -> pop3("max@here.test", "wrong")).hasMessageContaining("-ERR");
        assertThat(slapd.log()).contains("STARTTLS");
    }

    @Test
    void whoIsRemovedThereIsNobodyAnyMore() throws Exception {
        deliver("gone@here.test");
        awaitStored("gone@here.test", 1);
        slapd.delete("gone");
        Awaitility.await("what is remembered to end")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(rcpt("gone@here.test")).startsWith("550 5.1.1");
                    assertThat(logIn("gone@here.test", PASSWORD)).startsWith("535");
                });
        slapd.add(SlapdServer.person("gone", PASSWORD, "mail: gone@here.test"));
        awaitStored("gone@here.test", 1);
    }

    @Test
    void whileItIsDownAllIsForLaterAndThenItGoesOn() throws Exception {
        assertThat(rcpt("max@here.test")).startsWith("250");
        slapd.kill();
        try {
            Awaitility.await("what is remembered to end")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(rcpt("max@here.test"))
                            .startsWith("451 4.4.3 The directory that knows the people of here.test gives no answer"));
            assertThat(rcpt("nobody@here.test")).startsWith("451 4.4.3");
            assertThat(logIn("max@here.test", PASSWORD)).startsWith("454 4.7.0");
            assertThatThrownBy(() -> pop3("max@here.test", PASSWORD)).hasMessageContaining("SYS/TEMP");
            assertThat(rcpt("ada@own.test")).startsWith("250");
            assertThat(doctor("ldap"))
                    .hasSize(2)
                    .noneMatch(finding -> finding.get("good").asBoolean());
        } finally {
            slapd.startAgain();
        }
        Awaitility.await("it to be asked again").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(rcpt("max@here.test")).startsWith("250");
            assertThat(rcpt("nobody@here.test")).startsWith("550 5.1.1");
        });
        assertThat(logIn("max@here.test", PASSWORD)).startsWith("235");
        assertThat(doctor("ldap"))
                .hasSize(2)
                .allMatch(finding -> finding.get("good").asBoolean())
                .anyMatch(finding -> finding.get("says").asString().contains("STARTTLS"));
    }

    private List<JsonNode> doctor(String check) throws Exception {
        return maillon.answer("doctor")
                .valueStream()
                .filter(finding -> finding.get("check").asString().equals(check))
                .toList();
    }

    @Test
    void verifySaysWhoKnows() throws Exception {
        assertThat(maillon.verb("verify", "info@here.test"))
                .contains("exists", "LDAP at " + slapd.url(), "leads to the account lena@here.test");
        assertThat(maillon.answer("verify", "nobody@here.test", "--fresh")
                        .get("finding")
                        .asString())
                .isEqualTo("does-not-exist");
    }

    @Test
    void noPasswordIsInTheLog() throws Exception {
        logIn("max@here.test", PASSWORD);
        logIn("lena@here.test", PASSWORD + "-wrong");
        assertThat(maillon.log()).doesNotContain(PASSWORD).doesNotContain(SlapdServer.OUR_PASSWORD);
        assertThat(maillon.verb("config", "show")).doesNotContain(SlapdServer.OUR_PASSWORD);
    }

    /** A start must not become slower for those who have none. */
    @Test
    void withoutADirectoryNoClassOfLdapIsLoaded() throws Exception {
        Path loaded = Peers.openFolder("maillon-classes").resolve("loaded");
        try (MaillonProcess plain =
                MaillonProcess.start(Setup.on("plain.test").within(":", "-Xlog:class+load:file=" + loaded))) {
            plain.host("plain.test", "ada");
            assertThat(plain.stored("ada@plain.test")).isZero();
            assertThat(Files.readString(loaded))
                    .contains("org.maillon.hosting.Directory ")
                    .doesNotContain("com.unboundid");
        } finally {
            Peers.delete(loaded.getParent());
        }
    }
}

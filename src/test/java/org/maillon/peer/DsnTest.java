package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.peer.MaillonProcess.Setup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a sender asked for (RFC 3461) goes through Postfix and us, and back comes what Python's email package reads. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DsnTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A report as a program sees it: its header, its parts, the groups of fields. */
    private static final String READER = """
            import email, email.policy, json, sys
            from email.header import decode_header, make_header
            message = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            assert message.get_content_type() == 'multipart/report', message.get_content_type()
            parts = list(message.iter_parts())
            groups = [dict((name.lower(), str(value)) for name, value in group.items())
                      for group in parts[1].get_payload()]
            defects = [str(d) for part in message.walk() for d in part.defects]
            print(json.dumps({
                'subject': str(message['subject']),
                'report': message.get_param('report-type'),
                'auto': str(message['auto-submitted']),
                'returnPath': str(message['return-path']),
                'types': [part.get_content_type() for part in parts],
                'language': str(parts[0]['content-language']),
                'words': parts[0].get_content(),
                'groups': groups,
                'original': parts[2].as_bytes().decode('latin-1'),
                'defects': defects}))
            """;

    @TempDir
    Path folder;

    private MaillonProcess maillon;
    private PostfixServer inFront;
    private PostfixServer behind;
    private PostfixServer deaf;

    @BeforeAll
    void startAll() throws Exception {
        Setup setup = Setup.on("maillon.test");
        behind = PostfixServer.start(Map.of(
                "virtual_mailbox_domains",
                "behind.test",
                "virtual_mailbox_maps",
                "static:all/",
                "default_transport",
                "smtp:[127.0.0.1]:" + setup.smtpPort(),
                "smtpd_recipient_restrictions",
                "check_recipient_access inline:{{nobody@behind.test = 550 5.1.1 No such user here}},"
                        + " permit_mynetworks, reject"));
        deaf = PostfixServer.start(Map.of(
                "virtual_mailbox_domains", "deaf.test",
                "virtual_mailbox_maps", "static:all/",
                "smtpd_discard_ehlo_keywords", "dsn"));
        maillon =
                MaillonProcess.start(setup.routing("behind.test", behind.port()).routing("deaf.test", deaf.port()));
        maillon.host("here.test", "ada", "bob", "cyd", "dan", "eve", "fay");
        maillon.verb("alias", "add", "team@here.test", "bob@here.test", "cyd@here.test");
        inFront = PostfixServer.relayingTo(maillon.smtpPort());
    }

    @AfterAll
    void stopAll() throws Exception {
        for (AutoCloseable server :
                Stream.of(inFront, maillon, deaf, behind).filter(s -> s != null).toList()) {
            server.close();
        }
    }

    /** RFC 3461 §5.2.1: we hand the wish on and say nothing; Postfix, which delivers, answers it through us. */
    @Test
    void postfixBehindUsAnswersTheSuccessThatWeWereAskedFor() throws Exception {
        send(maillon.smtpPort(), "fay", "bob@behind.test", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;B+2Bob@old.test");

        JsonNode report = reportTo("fay@here.test");
        assertThat(report.at("/groups/0/reporting-mta").asString()).isEqualTo("dns; postfix.test");
        assertThat(report.at("/groups/0/original-envelope-id").asString()).isEqualTo("the+id");
        assertThat(report.at("/groups/1/original-recipient").asString())
                .isIn("rfc822; B+ob@old.test", "rfc822;B+ob@old.test");
        assertThat(report.at("/groups/1/action").asString()).isEqualTo("delivered");
        assertThat(maillon.stored("fay@here.test")).isEqualTo(1);
    }

    /** RFC 3461 §5.2.2. */
    @Test
    void toAServerWithoutDsnNothingIsSaidOfItAndTheSenderHearsThatItWasRelayed() throws Exception {
        send(maillon.smtpPort(), "bob", "ann@deaf.test", "NOTIFY=SUCCESS ORCPT=rfc822;ann@deaf.test");

        JsonNode report = reportTo("bob@here.test");
        JsonNode recipient = report.at("/groups/1");
        assertThat(recipient.get("action").asString()).isEqualTo("relayed");
        assertThat(recipient.get("remote-mta").asString()).isEqualTo("dns; 127.0.0.1");
        assertThat(recipient.get("diagnostic-code").asString()).matches("smtp; 250 2\\.0\\.0 Ok: .*queued as .*");
        assertThat(report.get("subject").asString()).isEqualTo("Handed on: your message to ann@deaf.test");
        assertThat(deaf.log()).doesNotContain("Unsupported option");
    }

    /** Postfix in front knows that we have DSN, and leaves the answer to us. */
    @Test
    void weAnswerTheSuccessThatPostfixInFrontWasAskedFor() throws Exception {
        send(inFront.port(), "cyd", "ada@here.test", "NOTIFY=SUCCESS ORCPT=rfc822;Ada@here.test");

        JsonNode report = reportTo("cyd@here.test");
        assertThat(report.at("/groups/0/original-envelope-id").asString()).isEqualTo("the+id");
        assertThat(report.at("/groups/0/received-from-mta").asString()).startsWith("dns; postfix.test");
        assertThat(report.at("/groups/1/original-recipient").asString()).isEqualTo("rfc822; Ada@here.test");
        assertThat(report.at("/groups/1/final-recipient").asString()).isEqualTo("rfc822; ada@here.test");
        assertThat(report.at("/groups/1/action").asString()).isEqualTo("delivered");
        assertThat(inFront.log()).doesNotContain("sender delivery status notification");
    }

    @Test
    void anAliasOfSeveralIsExpanded() throws Exception {
        send(maillon.smtpPort(), "dan", "team@here.test", "NOTIFY=SUCCESS");

        JsonNode report = reportTo("dan@here.test");
        assertThat(report.at("/groups/1/action").asString()).isEqualTo("expanded");
        assertThat(report.at("/groups/1/final-recipient").asString()).isEqualTo("rfc822; team@here.test");
    }

    @Test
    void whatPostfixRefusesIsToldInTheSendersLanguageAndTheWholeLetterComesBack() throws Exception {
        maillon.host("ici.test", "zoe");
        maillon.verb("domain", "set", "ici.test", "--language", "fr");
        try (SmtpDialogue dialogue = maillon.smtp()) {
            letter(dialogue, "zoe@ici.test", "nobody@behind.test", "ORCPT=utf-8;d\\x{F6}rte@behind.test");
        }

        JsonNode report = reportTo("zoe@ici.test");
        assertThat(report.get("subject").asString()).isEqualTo("Non remis\u00a0: votre message à nobody@behind.test");
        assertThat(report.get("language").asString()).isEqualTo("fr");
        assertThat(report.get("words").asString().replaceAll("\\s+", " "))
                .contains("n’a pas pu être remis au destinataire ci-dessous")
                .contains("Aucune boîte aux lettres ne porte cette adresse.")
                .contains("No such user here");
        assertThat(report.at("/groups/1/original-recipient").asString()).isEqualTo("utf-8; d\\x{F6}rte@behind.test");
        assertThat(report.at("/groups/1/action").asString()).isEqualTo("failed");
        assertThat(report.at("/groups/1/status").asString()).isEqualTo("5.1.1");
        assertThat(report.at("/types/2").asString()).isEqualTo("message/rfc822");
        assertThat(report.get("original").asString()).contains("the body of it");
    }

    @Test
    void whoWantsToHearOfNothingHearsOfNothing() throws Exception {
        send(maillon.smtpPort(), "eve", "nobody@behind.test", "NOTIFY=NEVER");
        send(maillon.smtpPort(), "eve", "nobody@behind.test", "NOTIFY=SUCCESS,DELAY");

        await().atMost(PATIENCE).until(() -> maillon.queued() == 0);
        assertThat(maillon.stored("eve@here.test")).isZero();
        assertThat(maillon.verb("trace", "eve@here.test")).contains("it asked not to be (NOTIFY)");
    }

    /** The time to wait is a setting: here it is short. */
    @Test
    void aDelayIsToldWhileTheLetterWaits() throws Exception {
        int nobody = Peers.freePort();
        Setup setup = Setup.on("late.test")
                .routing("gone.test", nobody)
                .with("[queue]\ndelay-notice-after = [\"5s\"]\nnotice-language = \"fr\"");
        try (MaillonProcess late = MaillonProcess.start(setup)) {
            late.host("here.test", "ada");
            try (SmtpDialogue dialogue = late.smtp()) {
                letter(dialogue, "ada@here.test", "bob@gone.test", "");
            }
            await().atMost(PATIENCE).until(() -> late.stored("ada@here.test") == 1);
            JsonNode report = read(late.mailOf("ada@here.test").getFirst());

            assertThat(report.at("/groups/1/action").asString()).isEqualTo("delayed");
            assertThat(report.at("/groups/1/status").asString()).startsWith("4.4.");
            assertThat(report.at("/groups/1/remote-mta").asString()).isEqualTo("dns; 127.0.0.1");
            assertThat(report.at("/groups/1/will-retry-until").asString()).isNotEmpty();
            assertThat(report.get("subject").asString()).isEqualTo("Retardé\u00a0: votre message à bob@gone.test");
            assertThat(late.verb("trace", "bob@gone.test")).contains("a notice of delay goes to ada@here.test");
            assertThat(late.queued()).isEqualTo(1);
        }
    }

    private static void send(int port, String from, String to, String parameters) throws IOException {
        try (SmtpDialogue dialogue = SmtpDialogue.open("127.0.0.1", port)) {
            letter(dialogue, from + "@here.test", to, parameters);
        }
    }

    private static void letter(SmtpDialogue dialogue, String from, String to, String parameters) throws IOException {
        dialogue.ask("MAIL FROM:<" + from + "> RET=FULL ENVID=the+2Bid", "250");
        dialogue.ask("RCPT TO:<" + to + ">" + (parameters.isEmpty() ? "" : " " + parameters), "250");
        dialogue.ask("DATA", "354");
        dialogue.ask("Subject: a letter\r\nFrom: <" + from + ">\r\n\r\nthe body of it\r\n.", "250");
    }

    private JsonNode reportTo(String user) throws Exception {
        await().atMost(PATIENCE).until(() -> maillon.stored(user) >= 1);
        List<byte[]> mail = maillon.mailOf(user);
        Optional<byte[]> report = mail.stream()
                .filter(one -> new String(one, StandardCharsets.ISO_8859_1).contains("multipart/report"))
                .findFirst();
        return read(report.orElseThrow(() -> new AssertionError("no report among " + mail.size())));
    }

    private JsonNode read(byte[] report) throws Exception {
        Path script = Files.writeString(folder.resolve("reader.py"), READER);
        Path file = Files.write(folder.resolve("report.eml"), report);
        String text = Command.of(Peers.program("python3", "python3"), script, file)
                .run()
                .orFail()
                .text();
        JsonNode read = JsonMapper.shared().readTree(text);
        assertThat(read.get("defects")).isEmpty();
        assertThat(read.get("report").asString()).isEqualTo("delivery-status");
        assertThat(read.get("auto").asString()).isEqualTo("auto-replied");
        assertThat(read.get("returnPath").asString()).isEqualTo("<>");
        assertThat(read.at("/types/0").asString()).isEqualTo("text/plain");
        assertThat(read.at("/types/1").asString()).isEqualTo("message/delivery-status");
        return read;
    }
}

package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.smtp.EnhancedStatus;

class ReportWriterTest {
    private static final Instant AT = Instant.parse("2026-11-03T13:05:07Z");
    private static final String BODY = "Subject: hello\r\nX-Two: 2\r\n\r\nthe body\r\n";

    private static DeliveryReport report(boolean utf8, DeliveryReport.Outcome... outcomes) {
        return new DeliveryReport(
                "mail.here.example",
                "01ABC",
                "report-boundary",
                new Address("bob", new Domain.Name("sender.example")),
                AT,
                new DeliveryReport.About(Optional.of("envelope-7"), "01XYZ", AT.minusSeconds(60)),
                List.of(outcomes),
                utf8);
    }

    private static DeliveryReport.Outcome failed(String local, String reply) {
        return new DeliveryReport.Outcome(
                Optional.of("rfc822;Ada@old.example"),
                new Address(local, new Domain.Name("there.example")),
                Action.FAILED,
                new EnhancedStatus(5, 1, 1),
                Optional.of("mx.there.example [192.0.2.1]:25"),
                reply,
                "The server refused the recipient.",
                AT);
    }

    private record Given(String text, boolean whole, boolean utf8) implements Original {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean eightBit() {
            return text.chars().anyMatch(c -> c > 127);
        }
    }

    private static String write(DeliveryReport report, boolean whole) {
        return write(report, new Given(BODY, whole, false));
    }

    private static String write(DeliveryReport report, Original original) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportWriter.write(report, Optional.of(original), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Parts by boundary, the first is header and preamble. */
    private static List<String> parts(String message) {
        List<String> parts = new ArrayList<>();
        String rest = message;
        for (int at = rest.indexOf("--report-boundary"); at >= 0; at = rest.indexOf("--report-boundary")) {
            parts.add(rest.substring(0, at));
            rest = rest.substring(at + "--report-boundary".length());
        }
        assertThat(rest).isEqualTo("--\r\n");
        return parts;
    }

    private static Map<String, String> fields(String block) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : block.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return fields;
    }

    @Test
    void isAMultipartReportThatNoProgramAnswers() {
        List<String> parts = parts(write(report(false, failed("ada", "550 5.1.1 no such user")), false));

        assertThat(parts).hasSize(4);
        assertThat(fields(parts.getFirst()))
                .containsEntry("From", "Mail Delivery System <MAILER-DAEMON@mail.here.example>")
                .containsEntry("To", "<bob@sender.example>")
                .containsEntry("Subject", "Not delivered: your message to ada@there.example")
                .containsEntry("Date", "Tue, 3 Nov 2026 13:05:07 +0000")
                .containsEntry("Message-ID", "<01ABC@mail.here.example>")
                .containsEntry("Auto-Submitted", "auto-replied")
                .containsEntry("MIME-Version", "1.0")
                .containsEntry(
                        "Content-Type", "multipart/report; report-type=delivery-status; boundary=\"report-boundary\"");
    }

    @Test
    void tellsAPersonWhatHappenedWhatTheServerSaidAndWhatToDo() {
        String words = parts(write(report(false, failed("ada", "550 5.1.1 no such user")), false))
                .get(1)
                .replaceAll("\r\n *", " ");

        assertThat(words)
                .contains("Content-Type: text/plain")
                .contains("<ada@there.example>")
                .contains("The server refused the recipient.")
                .contains("mx.there.example [192.0.2.1]:25 said: 550 5.1.1 no such user")
                .contains("Check the address for typing errors");
    }

    @Test
    void givesAProgramTheFieldsOfRfc3464() {
        String status = parts(write(report(false, failed("ada", "550 5.1.1 no such user")), false))
                .get(2);
        String[] groups = status.split("\r\n\r\n", -1);

        assertThat(groups[0]).contains("Content-Type: message/delivery-status");
        assertThat(fields(groups[1]))
                .containsEntry("Original-Envelope-Id", "envelope-7")
                .containsEntry("Reporting-MTA", "dns; mail.here.example")
                .containsEntry("Arrival-Date", "Tue, 3 Nov 2026 13:04:07 +0000");
        assertThat(fields(groups[2]))
                .containsEntry("Original-Recipient", "rfc822; Ada@old.example")
                .containsEntry("Final-Recipient", "rfc822; ada@there.example")
                .containsEntry("Action", "failed")
                .containsEntry("Status", "5.1.1")
                .containsEntry("Remote-MTA", "dns; mx.there.example")
                .containsEntry("Diagnostic-Code", "smtp; 550 5.1.1 no such user")
                .containsEntry("Last-Attempt-Date", "Tue, 3 Nov 2026 13:05:07 +0000");
    }

    @Test
    void hasAGroupForEachRecipient() {
        String status = parts(write(report(false, failed("ada", "550 no"), failed("bea", "550 no")), false))
                .get(2);

        assertThat(status.split("\r\n\r\n", -1))
                .as("the part's header, the message, two recipients, the end")
                .hasSize(5);
    }

    @Test
    void returnsTheHeaderOrTheWhole() {
        DeliveryReport report = report(false, failed("ada", "550 no"));

        assertThat(parts(write(report, false)).get(3))
                .contains("Content-Type: text/rfc822-headers")
                .contains("X-Two: 2")
                .doesNotContain("the body");
        assertThat(parts(write(report, true)).get(3))
                .contains("Content-Type: message/rfc822")
                .contains("the body");
    }

    @Test
    void noWordOfAStrangerEndsALineOrAField() {
        String evil = "550 no\r\nX-Evil: 1\r\n\r\n--report-boundary--\r\n\u0000\u001B[31m" + "x".repeat(5000);
        String message = write(report(false, failed("ada", evil)), false);

        assertThat(parts(message)).as("each part where it belongs").hasSizeGreaterThanOrEqualTo(4);
        assertThat(message.split("\r\n", -1))
                .noneMatch(line -> line.startsWith("X-Evil"))
                .noneMatch(line -> line.startsWith("--report-boundary--") && !message.endsWith(line + "\r\n"))
                .allMatch(line -> line.length() <= 998);
        assertThat(message.replace("\r\n", ""))
                .doesNotContain("\r")
                .doesNotContain("\n")
                .doesNotContain("\u0000");
    }

    @Test
    void speaksUtf8ToThoseWhoTakeIt() {
        String message = write(report(true, failed("ädä", "550 5.1.1 kein Empfänger")), false);

        assertThat(message)
                .contains("message/global-delivery-status")
                .contains("Final-Recipient: utf-8; ädä@there.example")
                .contains("message/global-headers")
                .contains("kein Empfänger");
        assertThat(write(report(false, failed("ada", "550 kein Empfänger")), false))
                .contains("kein Empf?nger");
    }

    @Test
    void tellsOfSuccessWithoutAdvice() {
        DeliveryReport.Outcome delivered = new DeliveryReport.Outcome(
                Optional.empty(),
                new Address("ada", new Domain.Name("here.example")),
                Action.DELIVERED,
                new EnhancedStatus(2, 0, 0),
                Optional.empty(),
                "250 2.0.0 stored",
                "It is in the mailbox.",
                AT);
        String message = write(report(false, delivered), false);

        assertThat(message)
                .contains("Subject: Delivered: ")
                .contains("Action: delivered")
                .contains("Status: 2.0.0");
    }

    /** RFC 2045 §6.4: a multipart of 7 bits with a part of 8 is read wrongly, or refused. */
    @Test
    void theWholeIsDeclaredAsEightBitAsItsParts() {
        DeliveryReport report = report(false, failed("ada", "550 no"));
        String eight = write(report, new Given("Subject: hello\r\n\r\nna\u00efve\r\n", true, false));
        String seven = write(report, true);

        assertThat(fields(parts(eight).getFirst())).containsEntry("Content-Transfer-Encoding", "8bit");
        assertThat(parts(eight).get(3)).contains("message/rfc822").contains("Content-Transfer-Encoding: 8bit");
        assertThat(seven).doesNotContain("8bit");
    }

    /** RFC 6533 §4: rfc822 headers are ASCII. */
    @Test
    void aHeaderInUtf8IsReturnedAsSuchAlsoToAnAsciiSender() {
        Original original = new Given("Subject: na\u00efve\r\n\r\nbody\r\n", false, true);

        assertThat(parts(write(report(false, failed("ada", "550 no")), original))
                        .get(3))
                .contains("Content-Type: message/global-headers")
                .contains("na\u00efve");
    }

    @Test
    void anAsciiSenderGetsAnAsciiHeaderAlsoAboutARecipientThatIsNot() {
        String header = parts(write(report(true, failed("\u00e4d\u00e4", "550 no")), false))
                .getFirst();

        assertThat(header).contains("Subject: Not delivered: your message to its recipient");
        assertThat(header.chars()).allMatch(c -> c < 128);
    }

    @Test
    void originalRecipientAndEnvelopeIdComeBackAsTheyWereGiven() {
        DeliveryReport.Outcome failed = failed("ada", "550 no");
        DeliveryReport.Outcome international = new DeliveryReport.Outcome(
                Optional.of("utf-8;\u00e4da@old.example"),
                failed.recipient(),
                failed.action(),
                failed.status(),
                failed.remote(),
                failed.reply(),
                failed.words(),
                AT);
        DeliveryReport plain = report(false, international);
        DeliveryReport report = new DeliveryReport(
                plain.host(),
                plain.id(),
                plain.boundary(),
                plain.to(),
                AT,
                new DeliveryReport.About(Optional.of("two  spaces"), "01XYZ", AT),
                plain.outcomes(),
                false);

        assertThat(write(report, false))
                .contains("Original-Recipient: utf-8; \\x{E4}da@old.example\r\n")
                .contains("Original-Envelope-Id: two  spaces\r\n");
    }
}

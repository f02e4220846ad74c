package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.wire.report.Reports.AT;
import static org.maillon.wire.report.Reports.BOB;
import static org.maillon.wire.report.Reports.BODY;
import static org.maillon.wire.report.Reports.failed;
import static org.maillon.wire.report.Reports.fields;
import static org.maillon.wire.report.Reports.outcome;
import static org.maillon.wire.report.Reports.parts;
import static org.maillon.wire.report.Reports.recipientFields;
import static org.maillon.wire.report.Reports.report;
import static org.maillon.wire.report.Reports.words;
import static org.maillon.wire.report.Reports.write;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.report.DeliveryReport.Outcome;
import org.maillon.wire.smtp.Reply;

class ReportWriterTest {
    @Test
    void isAMultipartReportThatNoProgramAnswers() {
        List<String> parts = parts(write(report(failed("ada", "no such user")), false));

        assertThat(parts).hasSize(4);
        assertThat(fields(parts.getFirst()))
                .containsEntry("From", "Mail Delivery System <postmaster@mail.here.example>")
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
        String message = write(report(failed("ada", "no such user")), false);

        assertThat(fields(parts(message).get(1)))
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .containsEntry("Content-Language", "en")
                .containsEntry("Content-Transfer-Encoding", "7bit");
        assertThat(words(message))
                .contains("This is the mail server mail.here.example.")
                .contains("<ada@there.example>")
                .contains("There is no mailbox with this address.")
                .contains("mx.there.example [192.0.2.1]:25 said: 550 5.1.1 no such user")
                .contains("Check the address for typing errors")
                .contains("Its name here is 01XYZ")
                .contains("The header of your message is attached.");
    }

    @Test
    void givesAProgramTheFieldsOfRfc3464InTheirOrder() {
        String status =
                parts(write(report(failed("ada", "no such user")), false)).get(2);
        String[] groups = status.split("\r\n\r\n", -1);

        assertThat(groups[0]).contains("Content-Type: message/delivery-status");
        assertThat(fields(groups[1]))
                .containsExactly(
                        Map.entry("Original-Envelope-Id", "envelope-7"),
                        Map.entry("Reporting-MTA", "dns; mail.here.example"),
                        Map.entry("Received-From-MTA", "dns; client.example ([192.0.2.7])"),
                        Map.entry("Arrival-Date", "Tue, 3 Nov 2026 13:04:07 +0000"));
        assertThat(fields(groups[2]))
                .containsExactly(
                        Map.entry("Original-Recipient", "rfc822; Ada@old.example"),
                        Map.entry("Final-Recipient", "rfc822; ada@there.example"),
                        Map.entry("Action", "failed"),
                        Map.entry("Status", "5.1.1"),
                        Map.entry("Remote-MTA", "dns; mx.there.example"),
                        Map.entry("Diagnostic-Code", "smtp; 550 5.1.1 no such user"),
                        Map.entry("Last-Attempt-Date", "Tue, 3 Nov 2026 13:05:07 +0000"));
    }

    @Test
    void aThousandLongAnswersAreQuotedUpToABoundAndThenByTheirCodes() {
        DeliveryReport report = report(IntStream.range(0, 1000)
                .mapToObj(i -> failed("a" + i, "so it is ".repeat(160)))
                .toArray(DeliveryReport.Outcome[]::new));

        String message = write(report, false);

        assertThat(message.length()).isLessThan(2 * Quotes.MOST_CHARACTERS + 400 * 1024);
        assertThat(parts(message).get(2))
                .contains("Diagnostic-Code: smtp; 550 5.1.1 so it is")
                .contains("rfc822; a999@there.example")
                .endsWith(
                        "Diagnostic-Code: smtp; 550 5.1.1 ...\r\nLast-Attempt-Date: Tue, 3 Nov 2026 13:05:07 +0000\r\n\r\n");
        assertThat(words(message)).contains("550 5.1.1 so it is").contains("said: 550 5.1.1 ...");
    }

    /** RFC 3464 §2.3.9: Will-Retry-Until with this action, and with no other. */
    @Test
    void tellsOfADelayUntilWhenItWillBeTried() {
        DeliveryReport report =
                report(outcome("ada", Action.DELAYED, "4.2.2", Reply.of(452, "4.2.2", "mailbox full"), true));

        assertThat(recipientFields(report))
                .containsEntry("Action", "delayed")
                .containsEntry("Status", "4.2.2")
                .containsEntry("Will-Retry-Until", "Wed, 4 Nov 2026 13:05:07 +0000");
        String message = write(report, false);
        assertThat(message).contains("Subject: Delayed: your message to ada@there.example");
        assertThat(words(message))
                .contains("You need not do anything")
                .contains("until Wednesday, 4 November 2026, 13:05 UTC")
                .contains("The mailbox is full.")
                .doesNotContain("Try again in a few days");
        assertThat(recipientFields(report(failed("ada", "no")))).doesNotContainKey("Will-Retry-Until");
    }

    /** RFC 3464 §2.3.4, §2.3.3: what Action and Status say goes together. */
    @ParameterizedTest
    @CsvSource({
        "FAILED, 5.1.1, 5.1.1",
        "FAILED, 4.4.7, 4.4.7",
        "FAILED, 2.0.0, 5.0.0",
        "DELAYED, 4.4.1, 4.4.1",
        "DELAYED, 5.4.1, 4.0.0",
        "DELIVERED, 2.1.5, 2.1.5",
        "RELAYED, 5.0.0, 2.0.0",
        "EXPANDED, 2.1.5, 2.1.5",
    })
    void actionAndStatusAgree(Action action, String given, String written) {
        Map<String, String> fields =
                recipientFields(report(outcome("ada", action, given, Reply.of(250, "2.0.0", "words"), true)));

        assertThat(fields)
                .containsEntry("Status", written)
                .containsEntry("Action", action.name().toLowerCase(Locale.ROOT));
    }

    /** RFC 3464 §2.3.5, §2.3.6, §2.3.8. */
    @Test
    void whatWeDecidedOurselvesIsNotPutIntoAnotherServersMouth() {
        DeliveryReport report =
                report(outcome("ada", Action.FAILED, "5.1.1", Reply.of(550, "5.1.1", "nobody of that name"), false));

        assertThat(recipientFields(report))
                .containsEntry("Diagnostic-Code", "x-maillon; 550 5.1.1 nobody of that name")
                .containsEntry("Final-Log-ID", "01XYZ")
                .doesNotContainKey("Remote-MTA");
        assertThat(words(write(report, false))).contains("In detail: 550 5.1.1 nobody of that name");
    }

    @Test
    void aMessageWhoseTimeIsOverIsToldAsSuchWithTheLastAnswer() {
        DeliveryReport report =
                report(outcome("ada", Action.FAILED, "4.4.7", Reply.of(450, "4.7.1", "greylisted"), true));

        assertThat(words(write(report, false)))
                .contains("It was tried again and again until its time was over. The last time: The recipient's server"
                        + " asked to come back later");
    }

    @Test
    void hasAGroupForEachRecipientAndNamesAHundredToAPerson() {
        DeliveryReport.Outcome[] many =
                IntStream.range(0, 105).mapToObj(i -> failed("r" + i, "no")).toArray(DeliveryReport.Outcome[]::new);
        String message = write(report(many), false);

        assertThat(parts(message).get(2).split("\r\n\r\n", -1))
                .as("the part's header, the message, the recipients, the end")
                .hasSize(3 + 105);
        assertThat(words(message))
                .contains("<r99@there.example>")
                .doesNotContain("<r100@there.example>")
                .contains("And 5 more");
        assertThat(message).contains("Subject: Not delivered: your message to 105 recipients");
    }

    @Test
    void returnsTheHeaderOrTheWholeOctetByOctet() {
        DeliveryReport report = report(failed("ada", "no"));

        assertThat(parts(write(report, false)).get(3))
                .contains("Content-Type: text/rfc822-headers")
                .endsWith("\r\n\r\nSubject: hello\r\nX-Two: 2\r\n\r\n");
        assertThat(parts(write(report, true)).get(3))
                .contains("Content-Type: message/rfc822")
                .endsWith("\r\n\r\n" + BODY + "\r\n");
    }

    @Test
    void noWordOfAStrangerEndsALineOrAField() {
        String evil = "no\r\nX-Evil: 1\r\n\r\n--report-boundary--\r\n\u0000\u001B[31m" + "x".repeat(5000);
        String message = write(report(failed("ada", evil)), false);

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

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, Delivered, It is in the mailbox.",
        "RELAYED, Handed on, 'It was handed to the next server, which does not tell what becomes of it.'",
        "EXPANDED, Handed on, The address stands for several recipients.",
    })
    void tellsOfSuccessWithoutAdvice(Action action, String subject, String words) {
        boolean relayed = action == Action.RELAYED;
        String message =
                write(report(outcome("ada", action, "2.1.5", Reply.of(250, "2.1.5", "stored"), relayed)), false);

        assertThat(message).contains("Subject: " + subject + ": your message to ada@there.example");
        assertThat(words(message))
                .contains("You asked to be told")
                .contains(words)
                .doesNotContain("typing errors");
    }

    @Test
    void tellsOfSuccessAndFailureTogether() {
        String message = write(
                report(
                        failed("ada", "no"),
                        outcome("bea", Action.DELIVERED, "2.0.0", Reply.of(250, "2.0.0", "stored"), false)),
                false);

        assertThat(message).contains("Subject: Not delivered to all: your message to 2 recipients");
        assertThat(words(message)).contains("reached some recipients and not others");
    }

    @Test
    void neitherEnvelopeIdNorOriginalRecipientIsMadeUp() {
        DeliveryReport.Outcome failed = failed("ada", "no");
        DeliveryReport.Outcome without = new DeliveryReport.Outcome(
                Optional.empty(),
                failed.recipient(),
                failed.action(),
                failed.status(),
                failed.remote(),
                failed.reply(),
                true,
                AT);

        assertThat(write(report(BOB, Language.EN, Optional.empty(), without), false))
                .as("RFC 3461 §6.3")
                .doesNotContain("Original-Envelope-Id")
                .doesNotContain("Original-Recipient");
    }

    /** RFC 3464 §2.3.2: a program compares it with what it sent to. */
    @Test
    void anAddressStandsAsItIsHoweverLongAndWhateverItsSpaces() {
        String label = "d".repeat(60) + ".";
        Address to = new Address("a  \"b", new Domain.Name(label.repeat(4) + "example"));
        Address recipient = new Address("x".repeat(64), to.domain());
        Outcome ada = failed("ada", "no");
        Outcome outcome =
                new Outcome(ada.original(), recipient, ada.action(), ada.status(), ada.remote(), ada.reply(), true, AT);

        assertThat(write(report(to, Language.EN, Optional.empty(), outcome), false))
                .contains("\r\nTo: <" + to + ">\r\n", "\r\nFinal-Recipient: rfc822; " + recipient + "\r\n");
        Outcome back = new Outcome(ada.original(), to, ada.action(), ada.status(), ada.remote(), ada.reply(), true, AT);
        assertThat(write(report(back), false)).contains("\r\nFinal-Recipient: rfc822; " + to + "\r\n");
    }

    /** RFC 3464 §2.3.7: of a delay, and of time that ran out, no attempt is the reason. */
    @ParameterizedTest
    @CsvSource({"FAILED, 5.1.1, true", "FAILED, 4.4.7, false", "DELAYED, 4.4.1, false", "RELAYED, 2.0.0, true"})
    void namesNoAttemptWhereNoneWasMade(Action action, String status, boolean named) {
        Map<String, String> fields =
                recipientFields(report(outcome("ada", action, status, Reply.of(451, "4.4.1", "later"), true)));

        assertThat(fields.containsKey("Last-Attempt-Date")).isEqualTo(named);
    }
}

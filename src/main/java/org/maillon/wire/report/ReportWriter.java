package org.maillon.wire.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.address.Address;

/** Writes a {@link DeliveryReport} as a message, CRLF lines, the original streamed. */
public final class ReportWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A header longer than this is cut: the report is about the message, not a copy of its excesses. */
    private static final int MOST_HEADER = 64 * 1024;

    private final DeliveryReport report;
    private final ReportText out;

    private ReportWriter(DeliveryReport report, OutputStream out) {
        this.report = report;
        this.out = new ReportText(out, report.utf8());
    }

    public static void write(DeliveryReport report, Optional<Original> original, OutputStream out) {
        try {
            ReportWriter writer = new ReportWriter(report, out);
            writer.header(original);
            writer.words(original);
            writer.fields();
            if (original.isPresent()) {
                writer.original(original.get());
            }
            writer.out.line("--" + report.boundary() + "--");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 3464 §2, RFC 6522 §3; Auto-Submitted keeps other programs from answering (RFC 3834 §5). */
    private void header(Optional<Original> original) throws IOException {
        out.field("From", "Mail Delivery System <MAILER-DAEMON@" + report.host() + ">");
        out.field("To", "<" + report.to() + ">");
        out.field("Subject", subject());
        out.field("Date", DATE.format(report.date()));
        out.field("Message-ID", "<" + report.id() + "@" + report.host() + ">");
        out.field("Auto-Submitted", "auto-replied");
        out.field("MIME-Version", "1.0");
        out.line("Content-Type: multipart/report; report-type=delivery-status;");
        out.line("\tboundary=\"" + report.boundary() + "\"");
        if (report.utf8() || original.stream().anyMatch(Original::eightBit)) {
            out.line("Content-Transfer-Encoding: 8bit"); // RFC 2045 §6.4: no part holds more than the whole admits
        }
        out.line("");
        out.line("This is a report in MIME format about a message you sent.");
    }

    private String subject() {
        Address first = report.outcomes().getFirst().recipient();
        // A name that is not ASCII would keep the report from a sender whose server takes ASCII headers only.
        boolean nameable = !first.needsUtf8() || report.to().needsUtf8();
        String whom = report.outcomes().size() > 1
                ? report.outcomes().size() + " recipients"
                : nameable ? first.toString() : "its recipient";
        return (report.saysFailed() ? "Not delivered: " : "Delivered: ") + "your message to " + whom;
    }

    // ---- for a person

    private void words(Optional<Original> original) throws IOException {
        part("text/plain; charset=utf-8", report.utf8());
        out.paragraph("", "This is the mail server at " + report.host() + ".");
        out.line("");
        out.paragraph("", opening());
        for (DeliveryReport.Outcome outcome : report.outcomes()) {
            out.line("");
            out.paragraph("", "<" + outcome.recipient() + ">");
            out.paragraph("    ", outcome.words());
            out.paragraph("    ", said(outcome));
            if (outcome.action() == DeliveryReport.Action.FAILED) {
                out.paragraph("    ", Advice.on(outcome.status()));
            }
        }
        out.line("");
        out.paragraph("", closing(original));
        out.line("");
    }

    private String opening() {
        boolean failed = report.saysFailed();
        boolean mixed = failed && report.outcomes().stream().anyMatch(o -> o.action() != DeliveryReport.Action.FAILED);
        if (mixed) {
            return "Your message reached some recipients and not others; below is what happened for each.";
        }
        return failed
                ? "Your message could not be delivered to the recipients below, and will not be tried again."
                : "You asked to be told: your message was handed on for the recipients below.";
    }

    private static String said(DeliveryReport.Outcome outcome) {
        return outcome.remote().map(remote -> remote + " said: ").orElse("Reason: ") + outcome.reply();
    }

    private String closing(Optional<Original> original) {
        String what = original.map(o -> o.whole() ? " Your message follows." : " The header of your message follows.")
                .orElse("");
        return "The message's name here is " + report.about().queueId() + "; an administrator finds its story by it."
                + what;
    }

    // ---- for a program

    private void fields() throws IOException {
        part(report.utf8() ? "message/global-delivery-status" : "message/delivery-status", report.utf8());
        if (report.about().envelopeId().isPresent()) {
            envelopeId(report.about().envelopeId().get());
        }
        out.field("Reporting-MTA", "dns; " + report.host());
        out.field("Arrival-Date", DATE.format(report.about().arrived()));
        out.field("X-Maillon-Queue-ID", report.about().queueId());
        for (DeliveryReport.Outcome outcome : report.outcomes()) {
            out.line("");
            fields(outcome);
        }
        out.line("");
    }

    /** RFC 3464 §2.2.1: as the sender gave it, also where it holds spaces in a row. */
    private void envelopeId(String id) throws IOException {
        if (id.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            out.line("Original-Envelope-Id: " + id);
        } else {
            out.field("Original-Envelope-Id", id);
        }
    }

    /** RFC 3464 §2.3, in its order. */
    private void fields(DeliveryReport.Outcome outcome) throws IOException {
        if (outcome.original().isPresent()) {
            out.field("Original-Recipient", typed(outcome.original().get()));
        }
        out.field("Final-Recipient", addressType() + "; " + outcome.recipient());
        out.field("Action", outcome.action().name().toLowerCase(Locale.ROOT));
        out.field("Status", outcome.status().toString());
        if (outcome.remote().isPresent()) {
            out.field("Remote-MTA", "dns; " + name(outcome.remote().get()));
            out.field("Diagnostic-Code", "smtp; " + outcome.reply());
        } else {
            out.field("Diagnostic-Code", "x-maillon; " + outcome.reply());
        }
        out.field("Last-Attempt-Date", date(outcome.at()));
    }

    /** RFC 6533 §3. */
    private String addressType() {
        return report.utf8() ? "utf-8" : "rfc822";
    }

    private String typed(String original) {
        int semicolon = original.indexOf(';');
        return semicolon < 0
                ? "rfc822; " + original
                : original.substring(0, semicolon) + "; " + readable(original.substring(semicolon + 1));
    }

    /** RFC 6533 §3, utf-8-addr-xtext: in a report of ASCII a sender finds its own address again. */
    private String readable(String address) {
        if (report.utf8()) {
            return address;
        }
        StringBuilder ascii = new StringBuilder(address.length());
        address.codePoints().forEach(point -> {
            if (point > '~') {
                ascii.append(String.format(Locale.ROOT, "\\x{%X}", point));
            } else {
                ascii.append((char) point);
            }
        });
        return ascii.toString();
    }

    /** {@code mx.example [192.0.2.1]:25} is known to DNS as {@code mx.example}. */
    private static String name(String remote) {
        int space = remote.indexOf(' ');
        return space < 0 ? remote : remote.substring(0, space);
    }

    private static String date(Instant at) {
        return DATE.format(at);
    }

    // ---- the original

    private void original(Original original) throws IOException {
        boolean global = report.utf8() || original.utf8() && original.eightBit();
        String type = original.whole()
                ? (global ? "message/global" : "message/rfc822")
                : (global ? "message/global-headers" : "text/rfc822-headers");
        part(type, original.eightBit() || report.utf8());
        try (InputStream in = original.open()) {
            if (original.whole()) {
                out.copy(in);
            } else {
                out.copyHeader(in, MOST_HEADER);
            }
        }
    }

    private void part(String type, boolean eightBit) throws IOException {
        out.line("--" + report.boundary());
        for (String field :
                List.of("Content-Type: " + type, "Content-Transfer-Encoding: " + (eightBit ? "8bit" : "7bit"))) {
            out.line(field);
        }
        out.line("");
    }
}

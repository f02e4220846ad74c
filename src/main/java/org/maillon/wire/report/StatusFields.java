package org.maillon.wire.report;

import java.io.IOException;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.message.MessageDate;
import org.maillon.wire.report.DeliveryReport.About;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.report.DeliveryReport.Outcome;
import org.maillon.wire.smtp.OriginalRecipient;

/**
 * The part of a report that a program reads: one group of fields for the message, one for each recipient, in the order of
 * RFC 3464 §2.2 and §2.3. DSN-Gateway is never written: we are no gateway (§2.2.3).
 */
final class StatusFields {
    private final DeliveryReport report;
    private final ReportText out;
    private final Quotes quotes = new Quotes();

    StatusFields(DeliveryReport report, ReportText out) {
        this.report = report;
        this.out = out;
    }

    void write() throws IOException {
        About about = report.about();
        if (about.envelopeId().isPresent()) {
            verbatim("Original-Envelope-Id", about.envelopeId().get()); // §2.2.1
        }
        out.field("Reporting-MTA", "dns; " + report.host());
        Optional<String> from = receivedFrom(about.origin());
        if (from.isPresent()) {
            out.field("Received-From-MTA", from.get());
        }
        out.field("Arrival-Date", MessageDate.format(about.arrived()));
        for (Outcome outcome : report.outcomes()) {
            out.line("");
            write(outcome);
        }
    }

    /** §2.2.4: the name it gave, and its address as a comment; nothing where it does not look like that. */
    private static Optional<String> receivedFrom(String origin) {
        int space = origin.indexOf(' ');
        boolean plain = space > 0
                && origin.endsWith("]")
                && origin.startsWith("[", space + 1)
                && origin.chars().allMatch(c -> c >= ' ' && c < 127 && c != '(' && c != ')' && c != ';');
        return plain
                ? Optional.of("dns; " + origin.substring(0, space) + " (" + origin.substring(space + 1) + ")")
                : Optional.empty();
    }

    private void write(Outcome outcome) throws IOException {
        if (outcome.original().isPresent()) {
            original(outcome.original().get());
        }
        out.exact("Final-Recipient", typed(outcome.recipient()));
        out.field("Action", outcome.action().word());
        out.field("Status", outcome.status().toString());
        if (outcome.remote().isPresent()) {
            out.field("Remote-MTA", "dns; " + name(outcome.remote().get())); // §2.3.5
        }
        String type = outcome.repliedByRemote() ? "smtp; " : "x-maillon; ";
        out.field("Diagnostic-Code", type + quotes.of(outcome.reply()));
        if (outcome.action() != Action.DELAYED
                && !outcome.isExpired()) { // §2.3.7: these tell of time, not of an attempt
            out.field("Last-Attempt-Date", MessageDate.format(outcome.at()));
        }
        if (outcome.remote().isEmpty()) {
            out.field("Final-Log-ID", report.about().queueId()); // §2.3.8: who decided is this server
        }
        if (outcome.action() == Action.DELAYED) {
            out.field("Will-Retry-Until", MessageDate.format(report.about().retriedUntil())); // §2.3.9: no other action
        }
    }

    /** §2.3.1: as the sender wrote it, which is not for us to fold or to correct. */
    private void original(String given) throws IOException {
        String decoded = OriginalRecipient.decode(given).orElse(given);
        int semicolon = decoded.indexOf(';');
        String type = semicolon < 0 ? "rfc822" : decoded.substring(0, semicolon);
        verbatim("Original-Recipient", type + "; " + readable(decoded.substring(semicolon + 1)));
    }

    /** RFC 6533 §3: rfc822 for what is ASCII, also among UTF-8. */
    private String typed(Address recipient) {
        return (recipient.needsUtf8() ? "utf-8; " : "rfc822; ") + readable(recipient.toString());
    }

    /** RFC 6533 §3, in a part of ASCII: utf-8-addr-xtext. */
    private String readable(String address) {
        boolean ascii = address.chars().allMatch(c -> c < 128);
        return report.utf8() || ascii ? address : OriginalRecipient.sevenBits(address);
    }

    private void verbatim(String name, String value) throws IOException {
        boolean written = out.line(name, value);
        if (!written && !value.chars().allMatch(c -> c >= ' ' && c <= '~')) { // what is only too long is left out
            out.field(name, value);
        }
    }

    /** {@code mx.example [192.0.2.1]:25} is known to DNS as {@code mx.example}. */
    private static String name(String remote) {
        int space = remote.indexOf(' ');
        return space < 0 ? remote : remote.substring(0, space);
    }
}

package org.maillon.wire.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.wire.message.EncodedWords;
import org.maillon.wire.message.MessageDate;
import org.maillon.wire.message.QuotedPrintable;

/** Writes a {@link DeliveryReport} as a message, CRLF lines, the original streamed. */
public final class ReportWriter {
    /** A header longer than this is cut: the report is about the message, not a copy of its excesses. */
    private static final int MOST_HEADER = 64 * 1024;

    private enum Encoding {
        SEVEN_BIT("7bit"),
        EIGHT_BIT("8bit"),
        QUOTED("quoted-printable");

        private final String word;

        Encoding(String word) {
            this.word = word;
        }
    }

    private final DeliveryReport report;
    private final Optional<Original> original;
    private final OutputStream stream;
    private final ReportText out;

    private ReportWriter(DeliveryReport report, Optional<Original> original, OutputStream stream) {
        this.report = report;
        this.original = original;
        this.stream = stream;
        this.out = new ReportText(stream, report.utf8());
    }

    public static void write(DeliveryReport report, Optional<Original> original, OutputStream stream) {
        try {
            ReportWriter writer = new ReportWriter(report, original, stream);
            writer.header();
            writer.words();
            writer.fields();
            if (original.isPresent()) {
                writer.original(original.get());
            }
            writer.out.line("--" + report.boundary() + "--");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the report holds octets above 127, so that it has to be sent as BODY=8BITMIME. To a reader who takes ASCII
     * only what an 8-bit message/rfc822 forces: that type must not be encoded (RFC 2046 §5.2.1).
     */
    public static boolean isEightBit(DeliveryReport report, Optional<Original> original) {
        return report.utf8() || original.map(ReportWriter::mustBeEightBit).orElse(false);
    }

    private static boolean mustBeEightBit(Original original) {
        return original.whole() && original.eightBit() && !original.utf8();
    }

    /** RFC 3464 §2, RFC 6522 §3; Auto-Submitted keeps other programs from answering (RFC 3834 §5). */
    private void header() throws IOException {
        Texts texts = Texts.of(report.language());
        // RFC 3464 §2: a human's address, who answers for the system
        out.field("From", EncodedWords.of(texts.mailSystem()) + " <postmaster@" + report.host() + ">");
        out.exact("To", "<" + report.to() + ">");
        out.field("Subject", EncodedWords.of(texts.subject(report.kind(), whom(texts))));
        out.field("Date", MessageDate.format(report.date()));
        out.field("Message-ID", "<" + report.id() + "@" + report.host() + ">");
        out.field("Auto-Submitted", "auto-replied");
        out.field("MIME-Version", "1.0");
        out.line("Content-Type: multipart/report; report-type=delivery-status;");
        out.line("\tboundary=\"" + report.boundary() + "\"");
        if (isEightBit(report, original)) {
            out.line("Content-Transfer-Encoding: 8bit"); // RFC 2045 §6.4: no part holds more than the whole admits
        }
        out.line("");
        out.line(texts.preamble());
    }

    private String whom(Texts texts) {
        int count = report.outcomes().size();
        return count > 1
                ? texts.recipients(count)
                : Prose.safe(report.outcomes().getFirst().recipient().toString());
    }

    /** For a person. */
    private void words() throws IOException {
        String text = new Words(report).text(original.map(Original::whole));
        boolean ascii = text.chars().allMatch(c -> c < 128);
        Encoding encoding = ascii ? Encoding.SEVEN_BIT : report.utf8() ? Encoding.EIGHT_BIT : Encoding.QUOTED;
        begin("text/plain; charset=utf-8", encoding, Optional.of(report.language()));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (encoding == Encoding.QUOTED) {
            try (QuotedPrintable quoted = new QuotedPrintable(stream)) {
                quoted.write(octets);
            }
        } else {
            stream.write(octets);
        }
        out.line("");
    }

    /** For a program. A part in which all is ASCII is the one that every reader knows (RFC 6533 §4). */
    private void fields() throws IOException {
        begin(
                report.utf8() ? "message/global-delivery-status" : "message/delivery-status",
                report.utf8() ? Encoding.EIGHT_BIT : Encoding.SEVEN_BIT,
                Optional.empty());
        new StatusFields(report, out).write();
        out.line("");
    }

    /** RFC 6533 §4: a UTF-8 header is message/global or message/global-headers, to which any encoding may be applied. */
    private void original(Original original) throws IOException {
        boolean global = original.utf8() && original.eightBit();
        String type = original.whole()
                ? (global ? "message/global" : "message/rfc822")
                : (global ? "message/global-headers" : "text/rfc822-headers");
        Encoding encoding = encoding(original, global);
        begin(type, encoding, Optional.empty());
        try (InputStream in = original.open()) {
            if (encoding == Encoding.QUOTED) {
                try (QuotedPrintable quoted = new QuotedPrintable(stream)) {
                    copy(original, in, quoted);
                }
            } else {
                copy(original, in, stream);
            }
        }
        out.line("");
    }

    private Encoding encoding(Original original, boolean global) {
        if (!original.eightBit()) {
            return Encoding.SEVEN_BIT;
        }
        return mustBeEightBit(original) || global && report.utf8() ? Encoding.EIGHT_BIT : Encoding.QUOTED;
    }

    private static void copy(Original original, InputStream in, OutputStream to) throws IOException {
        if (original.whole()) {
            in.transferTo(to);
        } else {
            copyHeader(in, to);
        }
    }

    /** Up to the empty line, or as many whole lines as fit. */
    private static void copyHeader(InputStream in, OutputStream to) throws IOException {
        byte[] start = in.readNBytes(MOST_HEADER);
        int end = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] == '\n') {
                if (i - end <= 1) {
                    break;
                }
                end = i + 1;
            }
        }
        to.write(start, 0, end);
    }

    private void begin(String type, Encoding encoding, Optional<Language> language) throws IOException {
        out.line("--" + report.boundary());
        out.line("Content-Type: " + type);
        if (language.isPresent()) {
            out.line("Content-Language: " + language.get().tag());
        }
        out.line("Content-Transfer-Encoding: " + encoding.word);
        out.line("");
    }
}

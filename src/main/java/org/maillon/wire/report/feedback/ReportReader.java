package org.maillon.wire.report.feedback;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.MimeParts;

/** Finds the report in a message or a file, by what it is and not by what it is called: senders call it many things. */
public final class ReportReader {
    private final ReportBounds bounds;

    public ReportReader(ReportBounds bounds) {
        this.bounds = bounds;
    }

    /** @param message with lines ended by CRLF */
    public Report inMessage(Bytes message) {
        List<MimeParts.Part> parts = MimeParts.of(message);
        List<String> refusals = new ArrayList<>();
        for (MimeParts.Part part : parts) {
            Report found = part.type().is("message/feedback-report") ? abuse(part, parts) : inOctets(part.decoded());
            if (!(found instanceof Report.None(String why))) {
                return found;
            } else if (!why.isEmpty()) {
                refusals.add(why);
            }
        }
        return new Report.None(refusals.isEmpty() ? "no part of it is a report" : refusals.getFirst());
    }

    /** XML or JSON, packed or not; {@code None("")} where it is neither. */
    public Report inOctets(byte[] octets) {
        try (InputStream in =
                new BufferedInputStream(Unpacked.of(octets, bounds.unpacked().octets()))) {
            return switch (first(in)) {
                case '<' -> new Report.Dmarc(AggregateXmlReader.read(in, bounds));
                case '{' -> new Report.Tls(TlsJson.read(in, bounds));
                default -> new Report.None("");
            };
        } catch (ReportRefusedException e) {
            return new Report.None(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Report.None("it cannot be unpacked: " + e.getMessage());
        }
    }

    /** The first letter that says something; it is still to be read. A byte order mark is stepped over. */
    private static int first(InputStream in) throws IOException {
        while (true) {
            in.mark(1);
            int octet = in.read();
            if (octet > ' ' && octet != 0xEF && octet != 0xBB && octet != 0xBF || octet < 0) {
                in.reset();
                return octet;
            }
        }
    }

    private static Report abuse(MimeParts.Part part, List<MimeParts.Part> all) {
        Optional<Bytes> original = all.stream()
                .filter(p -> p.type().is("message/rfc822") || p.type().is("text/rfc822-headers"))
                .findFirst()
                .map(MimeParts.Part::body);
        try {
            return new Report.Arf(AbuseReader.read(part.decoded(), original));
        } catch (ReportRefusedException e) {
            return new Report.None(String.valueOf(e.getMessage()));
        }
    }
}

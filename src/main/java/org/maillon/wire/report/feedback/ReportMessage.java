package org.maillon.wire.report.feedback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.maillon.wire.address.Address;
import org.maillon.wire.message.MessageDate;

/**
 * The letter that carries a report of ours.
 *
 * @param submitter our host name
 * @param domain whose mail it is about
 * @param id of the report, and the left side of the letter's own
 * @param end of the time it is about, included
 */
public record ReportMessage(
        String submitter, String domain, String id, Address from, Address to, Instant begin, Instant end) {
    private static final int LINE = 76;

    /** RFC 7489 §7.2.1.1. */
    public byte[] dmarc(byte[] packed, Instant now) {
        String text =
                "This is a DMARC aggregate report about mail from " + domain + ", as " + submitter + " saw it.\r\n";
        StringBuilder out = head(now, "multipart/mixed");
        return whole(out, text, "application/gzip", file("xml.gz"), packed);
    }

    /** RFC 8460 §5.3; RFC 8689 §5: it must come through where TLS is just what fails. */
    public byte[] tls(byte[] packed, Instant now) {
        String text = "This is a report about TLS with the servers of " + domain + ", as " + submitter + " saw it.\r\n";
        StringBuilder out = new StringBuilder("TLS-Required: No\r\nTLS-Report-Domain: ")
                .append(domain)
                .append("\r\nTLS-Report-Submitter: ")
                .append(submitter)
                .append("\r\n")
                .append(head(now, "multipart/report; report-type=\"tlsrpt\""));
        return whole(out, text, "application/tlsrpt+gzip", file("json.gz"), packed);
    }

    private String file(String ending) {
        return submitter + "!" + domain + "!" + begin.getEpochSecond() + "!" + end.getEpochSecond() + "!" + unique()
                + "." + ending;
    }

    private String unique() {
        int at = id.indexOf('@');
        return at < 0 ? id : id.substring(0, at);
    }

    private String boundary() {
        return "report-" + unique();
    }

    private StringBuilder head(Instant now, String type) {
        return new StringBuilder(1024)
                .append("From: ")
                .append(from)
                .append("\r\nTo: ")
                .append(to)
                .append("\r\nDate: ")
                .append(MessageDate.format(now))
                .append("\r\nMessage-ID: <")
                .append(unique())
                .append('@')
                .append(submitter)
                .append(">\r\nSubject: Report Domain: ")
                .append(domain)
                .append("\r\n Submitter: ")
                .append(submitter)
                .append("\r\n Report-ID: <")
                .append(id)
                .append(">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: ")
                .append(type)
                .append(";\r\n boundary=\"")
                .append(boundary())
                .append("\"\r\n\r\n");
    }

    private byte[] whole(StringBuilder out, String text, String type, String file, byte[] packed) {
        String mark = "--" + boundary();
        out.append(mark)
                .append("\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n")
                .append(text)
                .append("\r\n")
                .append(mark)
                .append("\r\nContent-Type: ")
                .append(type)
                .append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename=\"")
                .append(file)
                .append("\"\r\n\r\n")
                .append(Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'}).encodeToString(packed))
                .append("\r\n")
                .append(mark)
                .append("--\r\n");
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] packed(byte[] report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(report.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

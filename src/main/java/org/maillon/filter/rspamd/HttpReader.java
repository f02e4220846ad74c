package org.maillon.filter.rspamd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.maillon.filter.Examination.NonsenseException;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;

/** Reads one answer of HTTP/1.1 (RFC 9112 §4, §6, §7.1) off octets that come as they like; head and content have bounds. */
final class HttpReader {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_LINES = 200;
    private static final int LONGEST_CONTENT = 4 << 20;

    /** Gives octets, -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(byte[] into) throws IOException;
    }

    private final Source source;
    private final byte[] buffer = new byte[8192];
    private int at;
    private int end;

    HttpReader(Source source) {
        this.source = source;
    }

    /** @param stays whether the connection may be used once more */
    record Answer(int status, Bytes content, boolean stays) {}

    private static final class Head {
        int status;
        long length = -1;
        boolean chunked;
        boolean stays;
    }

    Answer read() throws IOException {
        Head head = head();
        while (head.status / 100 == 1) { // RFC 9110 §15.2: an interim answer, the real one follows
            head = head();
        }
        byte[] content = head.chunked ? chunks() : head.length >= 0 ? exactly(head.length) : untilTheEnd();
        return new Answer(head.status, Bytes.wrap(content), head.stays && (head.chunked || head.length >= 0));
    }

    private Head head() throws IOException {
        Head head = new Head();
        String first = line();
        boolean good = first.startsWith("HTTP/1.") && first.length() >= 12 && first.charAt(8) == ' ';
        head.status = good ? number(first.substring(9, 12), 10) : -1;
        if (head.status < 100) {
            throw new NonsenseException("its answer is no HTTP");
        }
        head.stays = first.charAt(7) == '1';
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (++lines > MOST_LINES) {
                throw new NonsenseException("more than " + MOST_LINES + " lines in its answer's head");
            }
            field(head, line);
        }
        return head;
    }

    private static void field(Head head, String line) throws NonsenseException {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new NonsenseException("a line of its answer's head is no field");
        }
        String value = line.substring(colon + 1).strip();
        switch (Ascii.upper(line.substring(0, colon))) {
            case "CONTENT-LENGTH" -> {
                long length = value.length() > 9 ? -1 : number(value, 10);
                if (length < 0 || length > LONGEST_CONTENT) {
                    throw new NonsenseException("an answer of " + value + " octets");
                }
                head.length = length;
            }
            case "TRANSFER-ENCODING" -> {
                if (!Ascii.upper(value).equals("CHUNKED")) {
                    throw new NonsenseException("an answer in an encoding that was not asked for");
                }
                head.chunked = true;
            }
            case "CONTENT-ENCODING" -> throw new NonsenseException("an answer in an encoding that was not asked for");
            case "CONNECTION" -> head.stays &= !Ascii.upper(value).equals("CLOSE");
            default -> {}
        }
    }

    /** RFC 9112 §7.1. */
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            int stop = line.indexOf(';');
            String digits = (stop < 0 ? line : line.substring(0, stop)).strip();
            int length = digits.length() > 7 ? -1 : number(digits, 16);
            if (length < 0 || out.size() + length > LONGEST_CONTENT) {
                throw new NonsenseException("a chunk that cannot be counted, or is too long");
            } else if (length == 0) {
                trailer();
                return out.toByteArray();
            }
            out.writeBytes(exactly(length));
            if (!line().isEmpty()) {
                throw new NonsenseException("octets behind a chunk");
            }
        }
    }

    private void trailer() throws IOException {
        int lines = 0;
        while (!line().isEmpty()) {
            if (++lines > MOST_LINES) {
                throw new NonsenseException("a trailer without an end");
            }
        }
    }

    private byte[] exactly(long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < length) {
            fill();
            int step = (int) Math.min(end - at, length - out.size());
            out.write(buffer, at, step);
            at += step;
        }
        return out.toByteArray();
    }

    private byte[] untilTheEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (more()) {
            out.write(buffer, at, end - at);
            at = end;
            if (out.size() > LONGEST_CONTENT) {
                throw new NonsenseException("an answer of more than " + LONGEST_CONTENT + " octets");
            }
        }
        return out.toByteArray();
    }

    /** Without its end, which is CRLF or LF (RFC 9112 §2.2). */
    private String line() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            fill();
            byte octet = buffer[at++];
            if (octet == '\n') {
                String line = out.toString(StandardCharsets.ISO_8859_1);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            } else if (out.size() == LONGEST_LINE) {
                throw new NonsenseException("a line of more than " + LONGEST_LINE + " octets in its answer's head");
            }
            out.write(octet);
        }
    }

    private void fill() throws IOException {
        if (!more()) {
            throw new EOFException("it closed the connection within its answer");
        }
    }

    private boolean more() throws IOException {
        while (at == end) {
            int got = source.read(buffer);
            if (got < 0) {
                return false;
            }
            at = 0;
            end = got;
        }
        return true;
    }

    private static int number(String digits, int radix) {
        boolean good = !digits.isEmpty() && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        return good ? Integer.parseInt(digits, radix) : -1;
    }
}

package org.maillon.filter.milter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.maillon.filter.Examination;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/** Cuts a message that comes in pieces into its header fields and what stands behind them. Keeps one field at a time. */
final class FieldSplitter {
    /** More than any header that is taken; whoever turns that bound off must not fill the memory here. */
    private static final int LONGEST_FIELD = 4 << 20;

    private static final int FIRST_ROOM = 512;

    /** Who gets the pieces. */
    interface Sink {
        /** @param value without the colon and the line end; lines within it end with LF */
        void field(String name, Bytes value) throws IOException;

        void endOfHeader() throws IOException;

        void body(byte[] octets, int from, int length) throws IOException;
    }

    private final Sink sink;
    private byte[] field = new byte[FIRST_ROOM];
    private int length;
    private boolean lineEnded;
    private boolean inBody;

    FieldSplitter(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] octets, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end && !inBody) {
            header(octets[at++]);
        }
        if (at < end) {
            sink.body(octets, at, end - at);
        }
    }

    /** The message is over, perhaps within its header. */
    void end() throws IOException {
        if (!inBody) {
            flush();
        }
        if (!inBody) {
            endHeader();
        }
    }

    private void header(byte octet) throws IOException {
        if (lineEnded) {
            lineEnded = false;
            if (octet != ' ' && octet != '\t') {
                flush(); // RFC 5322 §2.2.3: what does not go on with the field begins another
            }
            if (inBody) {
                sink.body(new byte[] {octet}, 0, 1);
                return;
            }
        }
        room();
        field[length++] = octet;
        lineEnded = octet == '\n' && length > 1 && field[length - 2] == '\r';
        if (lineEnded && length == 2) {
            length = 0;
            lineEnded = false;
            endHeader();
        }
    }

    private void endHeader() throws IOException {
        inBody = true;
        sink.endOfHeader();
    }

    /** A line that is no field ends the header, as mail programs read it: it is the body's first. */
    private void flush() throws IOException {
        if (length == 0) {
            return;
        }
        int colon = 0;
        while (colon < length && field[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > 0 && (field[nameEnd - 1] == ' ' || field[nameEnd - 1] == '\t')) {
            nameEnd--;
        }
        if (colon == length || nameEnd == 0) {
            endHeader();
            sink.body(field, 0, length);
        } else {
            sink.field(new String(field, 0, nameEnd, StandardCharsets.ISO_8859_1), value(colon + 1));
        }
        length = 0;
    }

    private Bytes value(int from) {
        int end = length;
        while (end > from && (field[end - 1] == '\n' || field[end - 1] == '\r')) {
            end--;
        }
        ByteWriter out = new ByteWriter(end - from + 1);
        for (int at = from; at < end; at++) {
            boolean crlf = field[at] == '\r' && at + 1 < end && field[at + 1] == '\n';
            if (!crlf && field[at] != 0) {
                out.octet(field[at]);
            }
        }
        return out.toBytes();
    }

    private void room() throws IOException {
        if (length == LONGEST_FIELD) {
            throw new Examination.NonsenseException("a header field of more than " + LONGEST_FIELD + " octets");
        }
        if (length == field.length) {
            field = Arrays.copyOf(field, length * 2);
        }
    }
}

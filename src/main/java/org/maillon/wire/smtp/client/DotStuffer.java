package org.maillon.wire.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a message as DATA wants it (RFC 5321 §4.5.2): a dot in front of each line that begins with one, CRLF and a
 * single dot at the end. Give it the message in pieces of any size, then {@link #end}.
 *
 * <p>A CR or LF that stands alone goes out as CRLF: a client must not send either (RFC 5321 §2.3.8), and a server behind
 * us that takes {@code LF.LF} for the end would read the rest of the message as commands.
 */
public final class DotStuffer {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_LINE = {'.', '\r', '\n'};

    private enum Place {
        LINE_BEGINS,
        IN_LINE,
        AFTER_CR
    }

    private Place place = Place.LINE_BEGINS;

    public void write(byte[] octets, int from, int to, OutputStream out) throws IOException {
        int begun = from; // what stands from here to `at` is still to be written as it is
        for (int at = from; at < to; at++) {
            byte octet = octets[at];
            if (place == Place.IN_LINE && octet != '\r' && octet != '\n') {
                continue;
            }
            if (mustInsert(octet)) {
                out.write(octets, begun, at - begun);
                begun = at;
                insertBefore(octet, out);
            }
            place = after(octet);
        }
        out.write(octets, begun, to - begun);
    }

    private boolean mustInsert(byte octet) {
        return switch (place) {
            case LINE_BEGINS -> octet == '.' || octet == '\n';
            case IN_LINE -> octet == '\n';
            case AFTER_CR -> octet != '\n';
        };
    }

    /** A dot in front of a dot; the CR that a lone LF lacks; the LF that a lone CR lacks, and then a line begins. */
    private void insertBefore(byte octet, OutputStream out) throws IOException {
        if (place == Place.AFTER_CR) {
            out.write('\n');
            if (octet == '.') {
                out.write('.');
            }
        } else {
            out.write(octet == '.' ? '.' : '\r');
        }
    }

    private static Place after(byte octet) {
        return switch (octet) {
            case '\r' -> Place.AFTER_CR;
            case '\n' -> Place.LINE_BEGINS;
            default -> Place.IN_LINE;
        };
    }

    /** Ends the last line where the message did not (RFC 5321 §4.1.1.4), and then the message. */
    public void end(OutputStream out) throws IOException {
        switch (place) {
            case IN_LINE -> out.write(CRLF);
            case AFTER_CR -> out.write('\n');
            case LINE_BEGINS -> {}
        }
        out.write(LAST_LINE);
    }
}

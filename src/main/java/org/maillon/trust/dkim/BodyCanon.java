package org.maillon.trust.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * A body in canonical form while it goes by (RFC 6376 §3.4.3, §3.4.4), handed on in pieces to all who hash it. What may
 * still turn out to be nothing, empty lines at the end and spaces at the end of a line, is held back as a number.
 */
final class BodyCanon {
    private static final int PIECE = 4096;
    private static final byte[] CRLF = {'\r', '\n'};

    private final Canonicalization form;
    private final List<BodyHash> hashes = new ArrayList<>();
    private final byte[] out = new byte[PIECE];
    private int filled;
    private long emptyLines;
    private boolean heldSpace;
    private boolean heldCr;
    private boolean hadAny;

    BodyCanon(Canonicalization form) {
        this.form = form;
    }

    void into(BodyHash hash) {
        hashes.add(hash);
    }

    void feed(byte[] octets, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            int plain = plainRun(octets, at, end);
            if (plain > at) {
                ordinary();
                write(octets, at, plain - at);
                at = plain;
            } else {
                special(octets[at++]);
            }
        }
    }

    /** Behind the octets from {@code at} on that mean nothing but themselves. */
    private int plainRun(byte[] octets, int at, int end) {
        int i = at;
        if (form == Canonicalization.SIMPLE) {
            while (i < end && octets[i] != '\r' && (octets[i] != '\n' || i > at || !heldCr)) {
                i++;
            }
        } else {
            while (i < end && (isPlain(octets[i]) || i > at && isSpaceBeforePlain(octets, i, end))) {
                i++;
            }
        }
        return i;
    }

    /** One space with words on both sides is as it should be, so that a line of text is one run. */
    private static boolean isSpaceBeforePlain(byte[] octets, int at, int end) {
        return octets[at] == ' ' && at + 1 < end && isPlain(octets[at + 1]);
    }

    private static boolean isPlain(byte octet) {
        return octet > ' ' || octet < 0;
    }

    private void special(byte octet) {
        switch (octet) {
            case '\r' -> {
                flushCr();
                heldCr = true;
            }
            case '\n' -> {
                if (heldCr) {
                    endLine();
                } else {
                    ordinary();
                    write(octet);
                }
            }
            case ' ', '\t' -> {
                flushCr();
                heldSpace = true;
            }
            default -> {
                ordinary();
                write(octet);
            }
        }
    }

    private void endLine() {
        heldCr = false;
        heldSpace = false;
        emptyLines++; // the end of this line, which counts only if something follows
    }

    /** A CR without LF is an octet like others. */
    private void flushCr() {
        if (heldCr) {
            heldCr = false;
            held();
            write((byte) '\r');
        }
    }

    private void ordinary() {
        flushCr();
        held();
    }

    /** An octet follows that counts: so does what was held back before it. */
    private void held() {
        for (; emptyLines > 0; emptyLines--) {
            write(CRLF, 0, 2);
        }
        if (heldSpace) {
            heldSpace = false;
            write((byte) ' ');
        }
        hadAny = true;
    }

    /** The body is all here. */
    void end() {
        flushCr();
        if (hadAny || form == Canonicalization.SIMPLE) {
            write(
                    CRLF, 0,
                    2); // RFC 6376 §3.4.3: one CRLF ends every body, the empty one too; relaxed leaves that empty
        }
        flush();
    }

    private void write(byte octet) {
        if (filled == PIECE) {
            flush();
        }
        out[filled++] = octet;
    }

    private void write(byte[] octets, int from, int length) {
        if (length > PIECE - filled) {
            flush();
        }
        if (length > PIECE) {
            hashes.forEach(hash -> hash.take(octets, from, length));
            return;
        }
        System.arraycopy(octets, from, out, filled, length);
        filled += length;
    }

    private void flush() {
        int length = filled;
        filled = 0;
        if (length > 0) {
            hashes.forEach(hash -> hash.take(out, 0, length));
        }
    }
}

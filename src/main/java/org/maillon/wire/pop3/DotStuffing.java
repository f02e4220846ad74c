package org.maillon.wire.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/**
 * Writes a message as the body of a multi-line reply: a dot before each line that begins with one, CRLF at the end if the
 * message lacks it, then the closing dot (RFC 1939 §3). For TOP it stops after the header and so many lines of the body.
 * Only CRLF ends a line.
 */
public final class DotStuffing {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] DOT = {'.'};

    private final OutputStream out;
    private final boolean wholeBody;
    private boolean lineIsEmpty = true;
    private boolean sawCr;
    private boolean inBody;
    private boolean full;
    private long linesLeft;

    public DotStuffing(OutputStream out, OptionalInt bodyLines) {
        this.out = out;
        this.wholeBody = bodyLines.isEmpty();
        this.linesLeft = bodyLines.orElse(0);
    }

    /** Whether what follows would not be shown: TOP has all its lines. */
    public boolean isFull() {
        return full;
    }

    public void write(byte[] octets, int length) throws IOException {
        int unwritten = 0;
        for (int i = 0; i < length && !full; i++) {
            byte octet = octets[i];
            if (octet == '.' && lineIsEmpty && !sawCr) {
                out.write(octets, unwritten, i - unwritten);
                out.write(DOT);
                unwritten = i;
            }
            if (octet == '\n' && sawCr) {
                endOfLine();
                if (full) {
                    out.write(octets, unwritten, i + 1 - unwritten);
                    return;
                }
            } else {
                // A CR is no content until it turns out not to begin CRLF.
                lineIsEmpty &= octet == '\r' && !sawCr;
                sawCr = octet == '\r';
            }
        }
        if (!full) {
            out.write(octets, unwritten, length - unwritten);
        }
    }

    private void endOfLine() {
        sawCr = false;
        if (inBody) {
            linesLeft--;
        } else if (lineIsEmpty) {
            inBody = true; // RFC 5322 §2.1: the first empty line ends the header
        }
        lineIsEmpty = true;
        full = !wholeBody && inBody && linesLeft <= 0;
    }

    /** The closing dot. */
    public void end() throws IOException {
        if (!lineIsEmpty || sawCr) {
            out.write(CRLF);
        }
        out.write(DOT);
        out.write(CRLF);
    }
}

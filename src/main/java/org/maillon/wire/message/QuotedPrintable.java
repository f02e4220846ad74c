package org.maillon.wire.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Any octets as short lines of ASCII (RFC 2045 §6.7). CRLF stays a line's end; a lone CR or LF is data. {@link #close}
 * writes what is held back and leaves the stream behind it open.
 */
public final class QuotedPrintable extends OutputStream {
    private static final String HEX = "0123456789ABCDEF";
    private static final int LONGEST = 76;
    private static final int NOTHING = -1;

    private final OutputStream out;
    private int column;

    /** A CR, a space or a tab: what it becomes depends on what follows. */
    private int held = NOTHING;

    public QuotedPrintable(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        int value = octet & 0xFF;
        int before = held;
        held = NOTHING;
        if (before == '\r' && value == '\n') {
            out.write('\r');
            out.write('\n');
            column = 0;
            return;
        }
        boolean blank = before == ' ' || before == '\t';
        if (blank && value != '\r') {
            literal(before);
        } else if (before != NOTHING) {
            encoded(before); // a space at a line's end is lost on the way (§6.7 rule 3)
        }
        if (value == '\r' || value == ' ' || value == '\t') {
            held = value;
        } else if (value > ' ' && value < 127 && value != '=') {
            literal(value);
        } else {
            encoded(value);
        }
    }

    private void literal(int octet) throws IOException {
        room(1);
        out.write(octet);
        column++;
    }

    private void encoded(int octet) throws IOException {
        room(3);
        out.write('=');
        out.write(HEX.charAt(octet >> 4));
        out.write(HEX.charAt(octet & 15));
        column += 3;
    }

    /** A soft line break (rule 5) where the line would be too long with its own {@code =} behind. */
    private void room(int octets) throws IOException {
        if (column + octets > LONGEST - 1) {
            out.write('=');
            out.write('\r');
            out.write('\n');
            column = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (held != NOTHING) {
            encoded(held);
            held = NOTHING;
        }
        out.flush();
    }

    /** RFC 2045 §6.7, forgiving: an equals sign that encodes nothing stands for itself. */
    static byte[] decode(byte[] text) {
        byte[] out = new byte[text.length];
        int length = 0;
        for (int at = 0; at < text.length; at++) {
            int high = at + 2 < text.length ? Character.digit(text[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[at + 2], 16);
            if (text[at] != '=') {
                out[length++] = text[at];
            } else if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                at += 2;
            } else if (at + 1 < text.length && text[at + 1] == '\n') {
                at++;
            } else if (at + 2 < text.length && text[at + 1] == '\r' && text[at + 2] == '\n') {
                at += 2;
            } else {
                out[length++] = text[at];
            }
        }
        return Arrays.copyOf(out, length);
    }
}

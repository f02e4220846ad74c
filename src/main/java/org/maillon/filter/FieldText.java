package org.maillon.filter;

import java.nio.charset.StandardCharsets;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/** Texts that a link wants in a header or a story: brought into a form in which they are one field or one line, and no more. */
public final class FieldText {
    private static final int LONGEST_NAME = 998; // RFC 5322 §2.1.1
    private static final int LONGEST_WORDS = 500;

    private FieldText() {}

    /** RFC 5322 §2.2: printable ASCII without colon. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
    }

    /**
     * A field's value, which may hold line ends of any kind: each becomes CRLF with white space behind it, so that nothing
     * in it begins a field of its own or ends the header. NUL is dropped, as are lines without anything on them.
     */
    public static Bytes folded(Bytes value) {
        ByteWriter out = new ByteWriter(value.length() + 16);
        boolean lineEnded = false;
        boolean blank = true;
        for (int i = 0; i < value.length(); i++) {
            byte octet = value.at(i);
            if (octet == '\r' || octet == '\n') {
                lineEnded = true;
            } else if (octet != 0 && !(lineEnded && isSpace(octet))) {
                if (lineEnded && !blank) {
                    out.raw(new byte[] {'\r', '\n', '\t'});
                }
                lineEnded = false;
                blank = false;
                out.octet(octet);
            }
        }
        return out.toBytes();
    }

    /** One line for people: control characters become spaces, and what is too long is cut. */
    public static String printable(String text) {
        String cut = text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + "…";
        StringBuilder clean = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString().strip();
    }

    /** {@code Name: value} and CRLF. */
    public static Bytes field(String name, Bytes value) {
        return new ByteWriter(name.length() + value.length() + 4)
                .raw(name.getBytes(StandardCharsets.US_ASCII))
                .raw(new byte[] {':', ' '})
                .raw(value)
                .raw(new byte[] {'\r', '\n'})
                .toBytes();
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}

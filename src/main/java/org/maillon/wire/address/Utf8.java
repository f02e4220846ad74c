package org.maillon.wire.address;

/** Well-formed UTF-8 as RFC 3629 §4 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /** The octets (2 to 4) of the non-ASCII character at {@code at}, or 0 where none stands there whole. */
    public static int sequence(byte[] in, int at, int end) {
        int first = in[at] & 0xFF;
        int length = first >= 0xC2 && first <= 0xDF
                ? 2
                : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > end || !secondFits(first, in[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((in[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean secondFits(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF;
            case 0xED -> second >= 0x80 && second <= 0x9F;
            case 0xF0 -> second >= 0x90 && second <= 0xBF;
            case 0xF4 -> second >= 0x80 && second <= 0x8F;
            default -> second >= 0x80 && second <= 0xBF;
        };
    }

    public static boolean isAscii(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] < 0) {
                return false;
            }
        }
        return true;
    }
}

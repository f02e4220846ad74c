package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;

/** Text of a header field in ASCII, whatever its letters: {@code =?utf-8?Q?…?=} where it needs to be. RFC 2047 §4.2, §5. */
public final class EncodedWords {
    private static final String START = "=?utf-8?Q?";
    private static final String END = "?=";
    private static final int LONGEST = 75; // RFC 2047 §2
    private static final String HEX = "0123456789ABCDEF";

    private EncodedWords() {}

    /** One word or several with spaces between, at which the field may be folded; ASCII comes back as it is. */
    public static String of(String text) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        StringBuilder out = new StringBuilder(START);
        int[] room = {LONGEST - START.length() - END.length()};
        text.codePoints().forEach(point -> {
            String encoded = encoded(point);
            if (encoded.length() > room[0]) {
                out.append(END).append(' ').append(START);
                room[0] = LONGEST - START.length() - END.length();
            }
            out.append(encoded);
            room[0] -= encoded.length();
        });
        return out.append(END).toString();
    }

    /** A character is not divided between words (RFC 2047 §5). */
    private static String encoded(int point) {
        if (point == ' ') {
            return "_";
        } else if (point < 128 && (Character.isLetterOrDigit(point) || "!*+-/".indexOf(point) >= 0)) {
            return Character.toString(point); // what is safe in a phrase too (RFC 2047 §5 (3))
        }
        StringBuilder out = new StringBuilder(12);
        for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            out.append('=').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
        }
        return out.toString();
    }
}

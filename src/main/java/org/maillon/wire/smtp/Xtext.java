package org.maillon.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A text made fit for an ESMTP parameter: {@code +} and two capital hexadecimal digits for what is not plain. RFC 3461 §4. */
public final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet)) {
                out.append((char) octet);
            } else {
                out.append('+').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return out.toString();
    }

    /**
     * xtext = *( xchar / hexchar ). Empty where the text does not follow its grammar, or hides a control character: a line
     * end decoded into a header field would begin another field.
     */
    public static Optional<String> decode(String xtext) {
        StringBuilder out = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                int value = i + 2 < xtext.length() ? capitalHex(xtext, i + 1) : -1;
                if (value < ' ' || value > '~') {
                    return Optional.empty();
                }
                out.append((char) value);
                i += 2;
            } else if (isPlain(c)) {
                out.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    /** What came as xtext goes on as it came, its very characters (RFC 3461 §5.2.1 a); what did not is made xtext. */
    public static String written(String text) {
        return decode(text).isPresent() ? text : encode(text);
    }

    /** xchar = any ASCII character between "!" and "~" inclusive, except for "+" and "=" */
    static boolean isPlain(int c) {
        return c > ' ' && c < 127 && c != '+' && c != '=';
    }

    private static int capitalHex(String text, int at) {
        int high = HEX.indexOf(text.charAt(at));
        int low = HEX.indexOf(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}

package org.maillon.wire.smtp;

import java.util.Optional;

/** Undoes what made a text fit for an ESMTP parameter. Empty where it does not follow its grammar, or hides a control character. */
final class XtextDecoder {
    private XtextDecoder() {}

    /** xtext = *( xchar / hexchar ), hexchar = "+" and two capital hexadecimal digits (RFC 3461 §4) */
    static Optional<String> xtext(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                int value = i + 2 < text.length() ? hex(text, i + 1, i + 3) : -1;
                if (value < ' ' || value > '~') {
                    return Optional.empty(); // a line end decoded into a header field would start another field
                }
                out.append((char) value);
                i += 2;
            } else if (c < '!' || c > '~' || c == '=') {
                return Optional.empty();
            } else {
                out.append(c);
            }
        }
        return Optional.of(out.toString());
    }

    /** utf-8-addr-xtext, or utf-8-addr-unitext (RFC 6533 §3): {@code \x{…}} stands for a character. */
    static Optional<String> utf8Address(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == '\\') {
                int close = text.indexOf('}', i);
                int point =
                        close > i + 3 && close <= i + 9 && text.startsWith("\\x{", i) ? hex(text, i + 3, close) : -1;
                if (point < ' ' || point == 127 || !isScalar(point)) {
                    return Optional.empty();
                }
                out.appendCodePoint(point);
                i = close + 1;
            } else if (c <= ' ' || c == '+' || c == '=' || c == 127 || !isScalar(c)) {
                return Optional.empty();
            } else {
                out.appendCodePoint(c);
                i += Character.charCount(c);
            }
        }
        return Optional.of(out.toString());
    }

    /** No surrogate, no C1 control, nothing beyond Unicode. */
    private static boolean isScalar(int point) {
        return Character.isValidCodePoint(point)
                && (point < 0xD800 || point > 0xDFFF)
                && (point < 0x80 || point > 0x9F);
    }

    private static int hex(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}

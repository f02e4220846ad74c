package org.maillon.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.kernel.ByteWriter;

/** Percent-encoding (RFC 3986 §2.1), of UTF-8. */
final class PercentText {
    private PercentText() {}

    /**
     * Empty where a percent sign is followed by no two digits, or the octets are no UTF-8, or one is NUL.
     *
     * @param plusIsSpace as in forms and queries
     */
    static Optional<String> decode(String text, boolean plusIsSpace) {
        ByteWriter octets = new ByteWriter(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 <= text.length() - 1 ? hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)) : -1;
                if (value <= 0) {
                    return Optional.empty();
                }
                octets.octet(value);
                i += 2;
            } else if (c > 0x7E || c < 0x20) {
                return Optional.empty();
            } else {
                octets.octet(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toBytes().toArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}

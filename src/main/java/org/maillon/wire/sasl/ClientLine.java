package org.maillon.wire.sasl;

import java.util.Arrays;
import java.util.Base64;
import org.maillon.kernel.Bytes;

/** What a client writes on a line of its own in the middle of an exchange, in SMTP (RFC 4954 §4) and POP3 (RFC 5034 §4) alike. */
public sealed interface ClientLine {
    /** Decoded. */
    record Response(Bytes octets) implements ClientLine {
        @Override
        public String toString() {
            return "Response[***]";
        }
    }

    /** {@code *}: the client has thought better of it. */
    record Cancelled() implements ClientLine {}

    /** Neither; no base64. */
    record Broken() implements ClientLine {}

    /** @param line without CRLF */
    static ClientLine read(byte[] line, int from, int to) {
        return to - from == 1 && line[from] == '*' ? new Cancelled() : base64(Arrays.copyOfRange(line, from, to));
    }

    /** What stands behind the mechanism's name: base64, or {@code =} for a response of no octets. */
    static ClientLine initial(String word) {
        return word.equals("=")
                ? new Response(Bytes.EMPTY)
                : word.isEmpty() ? new Broken() : base64(Bytes.utf8(word).shared());
    }

    /** RFC 4648 §4: with padding, without blanks or line ends. */
    private static ClientLine base64(byte[] text) {
        if (text.length % 4 != 0) {
            return new Broken();
        }
        try {
            return new Response(Bytes.wrap(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException _) {
            return new Broken();
        }
    }

    static String encode(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.shared());
    }
}

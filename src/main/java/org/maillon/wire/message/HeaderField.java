package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import org.maillon.kernel.Bytes;

/**
 * One field of a header, as it came.
 *
 * @param name as written; empty where the line is no field
 * @param octets the whole of it: name, colon, value, folds, and the line's end
 */
public record HeaderField(String name, Bytes octets) {
    /** RFC 5322 §1.2.2: without regard to case. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /**
     * The value on one line (RFC 5322 §2.2.3), without white space around it, as UTF-8 (RFC 6532 §3.2).
     */
    public String value() {
        byte[] all = octets.shared();
        int colon = colon(all);
        byte[] flat = new byte[all.length];
        int length = 0;
        for (int at = colon + 1; at < all.length; at++) {
            if (all[at] != '\r' && all[at] != '\n') {
                flat[length++] = all[at];
            }
        }
        return new String(flat, 0, length, StandardCharsets.UTF_8).strip();
    }

    static int colon(byte[] octets) {
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == ':') {
                return at;
            }
        }
        return -1;
    }
}

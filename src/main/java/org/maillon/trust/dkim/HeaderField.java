package org.maillon.trust.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.maillon.kernel.Bytes;

/**
 * One field in the octets of its header.
 *
 * @param from its first octet
 * @param colon the colon behind its name
 * @param to behind its last octet, the CRLF included
 */
public record HeaderField(Bytes header, int from, int colon, int to) {
    /** Those of the whole header, to be read only. */
    byte[] octets() {
        return header.shared();
    }

    /** Lower case, without the white space that may stand before the colon (RFC 5322 §4.5). */
    public String name() {
        byte[] octets = octets();
        int end = colon;
        while (end > from && (octets[end - 1] == ' ' || octets[end - 1] == '\t')) {
            end--;
        }
        byte[] lower = new byte[end - from];
        for (int i = 0; i < lower.length; i++) {
            byte octet = octets[from + i];
            lower[i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
        }
        return new String(lower, StandardCharsets.ISO_8859_1);
    }

    /** Where its value ends: before the CRLF. */
    public int valueEnd() {
        byte[] octets = octets();
        boolean hasEnd = to - colon > 2 && octets[to - 2] == '\r' && octets[to - 1] == '\n';
        return hasEnd ? to - 2 : to;
    }

    /** What stands between colon and CRLF, folds included. */
    public byte[] value() {
        return Arrays.copyOfRange(octets(), colon + 1, valueEnd());
    }

    /** A field that was made here, its CRLF included. */
    public static HeaderField of(byte[] octets) {
        int colon = 0;
        while (colon < octets.length - 1 && octets[colon] != ':') {
            colon++;
        }
        return new HeaderField(Bytes.wrap(octets), 0, colon, octets.length);
    }
}

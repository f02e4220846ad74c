package org.maillon.hosting;

import org.maillon.kernel.Bytes;

/** Base 32 (RFC 4648 §6) without padding: what people type, and authenticators read. */
final class Base32 {
    static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(Bytes octets) {
        StringBuilder out = new StringBuilder((octets.length() * 8 + 4) / 5);
        int held = 0;
        int bits = 0;
        for (int i = 0; i < octets.length(); i++) {
            held = held << 8 | octets.at(i) & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(LETTERS.charAt(held >> bits & 31));
            }
        }
        return bits == 0
                ? out.toString()
                : out.append(LETTERS.charAt(held << 5 - bits & 31)).toString();
    }
}

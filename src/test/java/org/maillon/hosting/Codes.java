package org.maillon.hosting;

import java.time.Instant;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/** An authenticator, for tests of other rooms. */
public final class Codes {
    private Codes() {}

    /** @param secret as it is shown, in base 32 */
    public static String at(String secret, Instant now) {
        ByteWriter octets = new ByteWriter(32);
        int held = 0;
        int bits = 0;
        for (char c : secret.replace(" ", "").toUpperCase(java.util.Locale.ROOT).toCharArray()) {
            held = held << 5 | Base32.LETTERS.indexOf(c);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                octets.octet(held >> bits & 0xFF);
            }
        }
        Bytes key = octets.toBytes();
        return Totp.code(key, Totp.step(now));
    }
}

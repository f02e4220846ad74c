package org.maillon.hosting;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.crypto.Crypto;

/** One code every thirty seconds (RFC 6238), of six digits and by HMAC-SHA-1 (RFC 4226): what every authenticator knows. */
final class Totp {
    static final int SECRET_OCTETS = 20; // RFC 4226 §4 R6
    private static final int DIGITS = 6;
    private static final int SECONDS = 30;

    private Totp() {}

    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SECONDS);
    }

    static String code(Bytes secret, long step) {
        return code(secret, step, DIGITS);
    }

    /** RFC 4226 §5.3. */
    static String code(Bytes secret, long step, int digits) {
        byte[] hash = hmac(secret, new ByteWriter(8).int64(step).toBytes());
        int offset = hash[hash.length - 1] & 15;
        int number = (hash[offset] & 0x7F) << 24
                | (hash[offset + 1] & 0xFF) << 16
                | (hash[offset + 2] & 0xFF) << 8
                | hash[offset + 3] & 0xFF;
        return String.format(Locale.ROOT, "%0" + digits + "d", number % (int) Math.pow(10, digits));
    }

    /**
     * Whose code this is, among the steps around now that come after the last one used (RFC 6238 §5.2: no code twice).
     *
     * @param tolerance steps that the owner's clock may be off, either way
     */
    static OptionalLong match(CredentialRows.FactorRow factor, String code, Instant now, int tolerance) {
        OptionalLong found = OptionalLong.empty();
        for (long step = step(now) - tolerance; step <= step(now) + tolerance; step++) {
            boolean same = MessageDigest.isEqual(
                    code(factor.secret(), step).getBytes(StandardCharsets.UTF_8),
                    code.getBytes(StandardCharsets.UTF_8));
            if (same && step > factor.lastStep()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** What authenticators read from a picture: the Key Uri Format that they agree on. */
    static String uri(Bytes secret, String issuer, String account) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + Base32.encode(secret)
                + "&issuer=" + encoded(issuer) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + SECONDS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] hmac(Bytes key, Bytes text) {
        try {
            Mac mac = Crypto.mac("HmacSHA1");
            mac.init(new SecretKeySpec(key.shared(), "HmacSHA1"));
            return mac.doFinal(text.shared());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }
}

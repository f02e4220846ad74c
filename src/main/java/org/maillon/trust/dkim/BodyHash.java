package org.maillon.trust.dkim;

import java.security.MessageDigest;

/** The hash of a body's first octets in canonical form: of all of them, unless {@code l=} sets a limit. */
public final class BodyHash {
    private final MessageDigest digest;
    private final long limit;
    private long seen;
    private byte[] result = {};

    BodyHash(MessageDigest digest, long limit) {
        this.digest = digest;
        this.limit = limit;
    }

    void take(byte[] octets, int from, int length) {
        long left = limit - seen;
        seen += length;
        if (left > 0) {
            digest.update(octets, from, (int) Math.min(left, length));
        }
    }

    void end() {
        result = digest.digest();
    }

    boolean is(byte[] claimed) {
        return MessageDigest.isEqual(result, claimed);
    }

    byte[] result() {
        return result.clone();
    }

    /** How many octets the whole body has in canonical form. */
    long bodyLength() {
        return seen;
    }
}

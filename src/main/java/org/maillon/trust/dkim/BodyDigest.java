package org.maillon.trust.dkim;

import java.util.Base64;
import org.maillon.kernel.Bytes;

/** The hash of a body in relaxed form, found while its message goes by: what every signature of ours is made over. */
public final class BodyDigest {
    private BodyHashes hashes = new BodyHashes();
    private BodyHash hash = hashes.want(Canonicalization.RELAXED, Long.MAX_VALUE);
    private final HeaderEnd header = new HeaderEnd();

    public void feed(byte[] octets, int from, int length) {
        int at = header.skip(octets, from, from + length);
        hashes.feed(octets, at, from + length - at);
    }

    /** Forgets what went by: this is the body. */
    public void replace(Bytes body) {
        hashes = new BodyHashes();
        hash = hashes.want(Canonicalization.RELAXED, Long.MAX_VALUE);
        hashes.feed(body.shared(), 0, body.length());
    }

    /** In base64. Once, at the end. */
    public String finish() {
        hashes.end();
        return Base64.getEncoder().encodeToString(hash.result());
    }
}

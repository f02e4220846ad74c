package org.maillon.trust.dkim;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.wire.address.Domain;

/** A private key, ready to sign, and the name under which its public half is found. */
public final class SigningKey {
    /** As many as sign at one time on a large machine; what there is beyond is not kept. */
    private static final int MOST_IDLE = 64;

    private final Domain.Name domain;
    private final String selector;
    private final Algorithm algorithm;
    private final PrivateKey key;

    /** Begun with the key, and free: to find one among the providers and to begin it costs as much as a short digest. */
    private final ArrayBlockingQueue<Signature> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    public SigningKey(Domain.Name domain, String selector, Algorithm algorithm, PrivateKey key) {
        this.domain = domain;
        this.selector = selector;
        this.algorithm = algorithm;
        this.key = key;
    }

    public Domain.Name domain() {
        return domain;
    }

    public String selector() {
        return selector;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** Signs the octets that stand in both arrays, one behind the other. */
    public byte[] sign(byte[] first, byte[] second) {
        return switch (algorithm) {
            case RSA_SHA256 -> sign("SHA256withRSA", first, second);
            // RFC 8463 §3: the hash is signed, as a message of its own
            case ED25519_SHA256 -> sign("Ed25519", hash(first, second), new byte[0]);
            case RSA_SHA1 -> throw new IllegalStateException("nothing is signed with SHA-1 (RFC 8301 §3.1)");
        };
    }

    private static byte[] hash(byte[] first, byte[] second) {
        var digest = BodyHashes.sha256();
        digest.update(first);
        return digest.digest(second);
    }

    private byte[] sign(String name, byte[] first, byte[] second) {
        try {
            Signature signer = begun(name);
            signer.update(first);
            signer.update(second);
            byte[] signature = signer.sign();
            var _ = idle.offer(signer); // it begins anew by itself
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + selector + " of " + domain + " does not sign", e);
        }
    }

    private Signature begun(String name) throws GeneralSecurityException {
        Signature free = idle.poll();
        if (free != null) {
            return free;
        }
        Signature signer = Crypto.signature(name);
        signer.initSign(key);
        return signer;
    }

    /** The record that belongs to a public key. RFC 6376 §3.6.1. */
    public static String record(Algorithm algorithm, byte[] publicKeyInfo) {
        byte[] octets = algorithm == Algorithm.ED25519_SHA256
                ? Arrays.copyOfRange(publicKeyInfo, KeyRecord.ED25519_PREFIX, publicKeyInfo.length)
                : publicKeyInfo;
        return "v=DKIM1; k=" + algorithm.keyType() + "; p="
                + java.util.Base64.getEncoder().encodeToString(octets);
    }
}

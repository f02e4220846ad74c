package org.maillon.wire.sasl;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.kernel.crypto.Crypto;

/** The formulas of RFC 5802 §3, with SHA-256 (RFC 7677). */
public final class ScramMath {
    private static final Bytes CLIENT_KEY = Bytes.utf8("Client Key");
    private static final Bytes SERVER_KEY = Bytes.utf8("Server Key");
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private ScramMath() {}

    /**
     * What a server keeps of a password: so many HMACs for who makes it, and for who guesses.
     *
     * @param password prepared by {@link SaslPrep}
     */
    public static ScramKeys.Pair pair(Secret password, Bytes salt, int iterations) {
        byte[] salted = hi(password, salt, iterations);
        Bytes clientKey = hmac(salted, CLIENT_KEY);
        return new ScramKeys.Pair(hash(clientKey), hmac(salted, SERVER_KEY));
    }

    /** Whether the proof comes of the password behind the key: H(ClientProof XOR ClientSignature) = StoredKey. */
    static boolean proves(Bytes proof, ScramKeys.Pair pair, Bytes authMessage) {
        byte[] signature = hmac(pair.stored().shared(), authMessage).shared();
        byte[] clientKey = proof.toArray();
        if (clientKey.length != signature.length) {
            return false;
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= signature[i];
        }
        return MessageDigest.isEqual(
                hash(Bytes.wrap(clientKey)).shared(), pair.stored().shared());
    }

    static Bytes serverSignature(ScramKeys.Pair pair, Bytes authMessage) {
        return hmac(pair.server().shared(), authMessage);
    }

    /** Hi(str, salt, i), which is PBKDF2 (RFC 8018 §5.2) of one block. */
    private static byte[] hi(Secret password, Bytes salt, int iterations) {
        Mac mac = mac(password.length() == 0 ? new byte[1] : password.shared());
        mac.update(salt.shared());
        byte[] u = mac.doFinal(FIRST_BLOCK);
        byte[] result = u.clone();
        for (int i = 1; i < iterations; i++) {
            u = mac.doFinal(u);
            for (int at = 0; at < result.length; at++) {
                result[at] ^= u[at];
            }
        }
        return result;
    }

    private static Bytes hmac(byte[] key, Bytes text) {
        return Bytes.wrap(mac(key).doFinal(text.shared()));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Crypto.mac("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    private static Bytes hash(Bytes octets) {
        return Bytes.wrap(Crypto.digest("SHA-256").digest(octets.shared()));
    }
}

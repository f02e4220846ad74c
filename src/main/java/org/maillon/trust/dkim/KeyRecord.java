package org.maillon.trust.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.crypto.Crypto;

/**
 * A public key as its domain publishes it. RFC 6376 §3.6.1.
 *
 * @param hashes {@code h=}: those it may be used with; empty: all
 * @param testing {@code t=y}
 * @param strict {@code t=s}: the domain of {@code i=} is that of {@code d=} itself
 */
record KeyRecord(Algorithm algorithm, PublicKey key, int bits, List<String> hashes, boolean testing, boolean strict) {
    private static final int MOST_EXPONENT_BITS = 33; // a longer one only costs time: ours, at each verification
    private static final int ED25519_OCTETS = 32;

    /** What stands before the 32 octets of an Ed25519 key in an X.509 SubjectPublicKeyInfo (RFC 8410 §4). */
    private static final byte[] ED25519_INFO = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};

    static final int ED25519_PREFIX = ED25519_INFO.length;

    /** rsaEncryption and NULL, as they stand in a SubjectPublicKeyInfo (RFC 3279 §2.3.1). */
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** What a record's text comes to: a key, or why it is none. */
    sealed interface Reading {
        record Key(KeyRecord value) implements Reading {}

        /** @param isKey whether it means to be a key at all */
        record Unfit(String why, boolean isKey) implements Reading {}
    }

    static Reading read(String text) {
        Optional<TagList> list = TagList.parse(text);
        if (list.isEmpty()) {
            return new Reading.Unfit("the key record is not written as tags", false);
        }
        TagList tags = list.get();
        if (!tags.get("v").orElse("DKIM1").equals("DKIM1")) {
            return new Reading.Unfit("the key record is none of DKIM1", false);
        } else if (!tags.has("p")) {
            return new Reading.Unfit("the key record lacks p=", false);
        } else if (tags.unfolded("p").orElse("").isEmpty()) {
            return new Reading.Unfit("the key was revoked", true); // RFC 6376 §3.6.1
        }
        List<String> services = SignatureReader.list(tags.unfolded("s").orElse("*"));
        if (!services.contains("*") && !services.contains("email")) {
            return new Reading.Unfit("the key is not for mail (s=)", true);
        }
        return switch (tags.get("k").orElse("rsa")) {
            case "rsa" -> key(tags, Algorithm.RSA_SHA256);
            case "ed25519" -> key(tags, Algorithm.ED25519_SHA256);
            default -> new Reading.Unfit("the key is of a kind unknown here (k=)", true);
        };
    }

    private static Reading key(TagList tags, Algorithm algorithm) {
        try {
            byte[] octets = Base64.getDecoder().decode(tags.unfolded("p").orElse(""));
            PublicKey key = algorithm == Algorithm.RSA_SHA256 ? rsa(octets) : ed25519(octets);
            int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : ED25519_OCTETS * 8;
            List<String> flags = SignatureReader.list(tags.unfolded("t").orElse(""));
            List<String> hashes = tags.unfolded("h").map(SignatureReader::list).orElse(List.of());
            return new Reading.Key(
                    new KeyRecord(algorithm, key, bits, hashes, flags.contains("y"), flags.contains("s")));
        } catch (GeneralSecurityException | RuntimeException _) {
            // providers throw either for octets that are no key
            return new Reading.Unfit("the key record holds no usable " + algorithm.keyType() + " key", true);
        }
    }

    /** A SubjectPublicKeyInfo, as it is published, or a bare RSAPublicKey, as RFC 6376 §3.6.1 has it. */
    private static PublicKey rsa(byte[] octets) throws GeneralSecurityException {
        byte[] info = isBare(octets) ? Der.info(RSA_ALGORITHM, octets) : octets;
        PublicKey key = Crypto.keys("RSA").generatePublic(new X509EncodedKeySpec(info));
        BigInteger exponent = ((RSAPublicKey) key).getPublicExponent();
        if (exponent.bitLength() > MOST_EXPONENT_BITS) {
            throw new GeneralSecurityException("a public exponent of " + exponent.bitLength() + " bits");
        }
        return key;
    }

    /** SEQUENCE { INTEGER … where SEQUENCE { SEQUENCE … would be expected. */
    private static boolean isBare(byte[] octets) {
        int inside = Der.contentAt(octets);
        return inside < octets.length && octets[inside] == 0x02;
    }

    private static PublicKey ed25519(byte[] octets) throws GeneralSecurityException {
        if (octets.length != ED25519_OCTETS) {
            throw new GeneralSecurityException(octets.length + " octets");
        }
        byte[] info = java.util.Arrays.copyOf(ED25519_INFO, ED25519_INFO.length + ED25519_OCTETS);
        System.arraycopy(octets, 0, info, ED25519_INFO.length, ED25519_OCTETS);
        return Crypto.keys("Ed25519").generatePublic(new X509EncodedKeySpec(info));
    }

    /** Why this key does not fit that signature. */
    Optional<String> objection(DkimSignature signature) {
        if (signature.algorithm() != algorithm) {
            return Optional.of("the key is for " + algorithm.keyType() + ", the signature is "
                    + signature.algorithm().word());
        } else if (!hashes.isEmpty() && !hashes.contains("sha256")) {
            return Optional.of("the key is not for SHA-256 (h=)");
        } else if (strict
                && !signature.identity().endsWith("@" + signature.domain().ascii())) {
            return Optional.of("the key forbids an i= below its domain (t=s)");
        }
        return Optional.empty();
    }

    /** Whether the octets are what was signed. */
    boolean verifies(byte[] octets, byte[] signature) {
        return switch (algorithm) {
            case RSA_SHA256 -> verifies("SHA256withRSA", octets, signature);
            // RFC 8463 §3: the hash is signed, as a message of its own
            case ED25519_SHA256 -> verifies("Ed25519", BodyHashes.sha256().digest(octets), signature);
            case RSA_SHA1 -> false;
        };
    }

    private boolean verifies(String name, byte[] octets, byte[] signature) {
        try {
            java.security.Signature verifier = Crypto.signature(name);
            verifier.initVerify(key);
            verifier.update(octets);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // of another length than the key's, mostly
        }
    }
}

package org.maillon.kernel.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * What the JCA gives, by the provider that stands first in it. Algorithms have the JCA's standard names, and are ours to
 * choose, never a peer's: one that no provider has is a fault of the program.
 */
public final class Crypto {
    /** By the names of algorithms, of which there are few, and all ours. */
    private static final Map<String, MessageDigest> UNUSED_DIGESTS = new ConcurrentHashMap<>();

    private Crypto() {}

    /** Loaded at first use, once: the JCA's order of providers is one for the whole process. */
    private static final class Chosen {
        static final Provision PROVISION = Provision.install();
    }

    /** Has the provider loaded on a thread of its own; who needs it before that is done waits. */
    public static void warm() {
        Thread.ofPlatform().daemon().name("crypto-provider").start(Crypto::ready);
    }

    /** Returns once the provider stands first. To be called before JSSE is used. */
    public static void ready() {
        var _ = Chosen.PROVISION;
    }

    /** Whose code signs and digests, and where it is not the fastest, why. */
    public static Provision provision() {
        return Chosen.PROVISION;
    }

    /** A copy of one that is never used: to be found among the providers costs more than a short digest itself. */
    public static MessageDigest digest(String algorithm) {
        MessageDigest unused = UNUSED_DIGESTS.computeIfAbsent(algorithm, Crypto::newDigest);
        try {
            return (MessageDigest) unused.clone();
        } catch (CloneNotSupportedException _) {
            return newDigest(algorithm);
        }
    }

    private static MessageDigest newDigest(String algorithm) {
        return given(() -> MessageDigest.getInstance(algorithm));
    }

    public static Signature signature(String algorithm) {
        return given(() -> Signature.getInstance(algorithm));
    }

    public static KeyPairGenerator keyPairs(String algorithm) {
        return given(() -> KeyPairGenerator.getInstance(algorithm));
    }

    public static KeyFactory keys(String algorithm) {
        return given(() -> KeyFactory.getInstance(algorithm));
    }

    public static Mac mac(String algorithm) {
        return given(() -> Mac.getInstance(algorithm));
    }

    public static Cipher cipher(String transformation) {
        return given(() -> Cipher.getInstance(transformation));
    }

    private interface Source<T> {
        T get() throws GeneralSecurityException;
    }

    private static <T> T given(Source<T> source) {
        ready();
        try {
            return source.get();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.maillon.trust.dkim;

import java.util.Optional;

/** How a signature is made. RFC 6376 §3.3, RFC 8463 §3. */
public enum Algorithm {
    RSA_SHA256("rsa-sha256", "rsa"),
    ED25519_SHA256("ed25519-sha256", "ed25519"),
    /** Known, to be refused by its name: RFC 8301 §3.1. */
    RSA_SHA1("rsa-sha1", "rsa");

    private final String word;
    private final String keyType;

    Algorithm(String word, String keyType) {
        this.word = word;
        this.keyType = keyType;
    }

    /** The value of {@code a=}. */
    public String word() {
        return word;
    }

    /** The value of a key record's {@code k=}. */
    public String keyType() {
        return keyType;
    }

    static Optional<Algorithm> named(String word) {
        for (Algorithm algorithm : values()) {
            if (algorithm.word.equals(word)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}

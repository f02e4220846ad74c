package org.maillon.hosting;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.store.Batch;
import org.maillon.store.Store;

/**
 * The salt of each account, made of its address and a secret of this store. A name that nobody has gets one too, and the
 * same each time: by its salt, which SCRAM tells before any proof, nobody learns who is there.
 */
final class Salts {
    private static final int SECRET_OCTETS = 32;
    private static final int SALT_OCTETS = 16;

    private final Store store;
    private final RandomGenerator entropy;
    private volatile Optional<Bytes> secret = Optional.empty();

    Salts(Store store, RandomGenerator entropy) {
        this.store = store;
        this.entropy = entropy;
    }

    Bytes saltOf(String login) {
        return Bytes.wrap(Arrays.copyOf(keyed("salt", login).shared(), SALT_OCTETS));
    }

    /** A recovery code as it is kept. */
    Bytes recovery(String login, String code) {
        return keyed("recovery", login + "\0" + code);
    }

    private Bytes keyed(String purpose, String text) {
        try {
            Mac mac = Crypto.mac("HmacSHA256");
            mac.init(new SecretKeySpec(secret().shared(), "HmacSHA256"));
            return Bytes.wrap(mac.doFinal(Bytes.utf8(purpose + "\0" + text).shared()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    private Bytes secret() {
        if (secret.isEmpty()) {
            secret = Optional.of(stored().orElseGet(this::make));
        }
        return secret.orElseThrow();
    }

    private Optional<Bytes> stored() {
        return store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.SALTS).map(CredentialRows::readSalts);
    }

    /** Whoever is first has made it; all others read it. */
    private Bytes make() {
        byte[] octets = new byte[SECRET_OCTETS];
        entropy.nextBytes(octets);
        store.commit(Batch.of(DirectoryKeys.DIRECTORY)
                .ifAbsent(DirectoryKeys.SALTS)
                .put(DirectoryKeys.SALTS, CredentialRows.writeSalts(Bytes.wrap(octets)))
                .build());
        return stored().orElseThrow();
    }
}

package org.maillon.hosting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.kernel.crypto.Crypto;

/**
 * Passwords that were right a moment ago: programs log in every few minutes, and each time would cost an argon2id. Kept is
 * an HMAC under a key that leaves this process at no time, and beside it what the password was right against: who asks holds
 * that against the store's row as it is now, so that a change holds at once wherever it was made.
 */
final class PasswordMemory {
    private final Cache<Bytes, Proof> right;
    private final SecretKeySpec key;

    PasswordMemory(LogInSettings settings, InstantSource steady, RandomGenerator entropy) {
        byte[] octets = new byte[32];
        entropy.nextBytes(octets);
        this.key = new SecretKeySpec(octets, "HmacSHA256");
        this.right = Caffeine.newBuilder()
                .maximumSize(settings.rememberEntries())
                .expireAfterWrite(settings.rememberTime())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    Optional<Proof> recall(String login, Secret password) {
        return Optional.ofNullable(right.getIfPresent(keyed(login, password)));
    }

    void keep(String login, Secret password, Proof proof) {
        right.put(keyed(login, password), proof);
    }

    private Bytes keyed(String login, Secret password) {
        try {
            Mac mac = Crypto.mac("HmacSHA256");
            mac.init(key);
            mac.update(Bytes.utf8(login).shared());
            mac.update((byte) 0);
            return Bytes.wrap(mac.doFinal(password.shared()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }
}

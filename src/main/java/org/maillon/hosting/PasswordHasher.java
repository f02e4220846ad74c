package org.maillon.hosting;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/**
 * argon2id (RFC 9106) in PHC string format. A hash takes megabytes by design, so only a few run at one time: a flood of
 * logins waits in line instead of eating the heap.
 */
final class PasswordHasher {
    private static final int SALT_OCTETS = 16; // RFC 9106 §3.1
    private static final int HASH_OCTETS = 32;

    private final Cost cost;
    private final RandomGenerator entropy;
    private final Semaphore turns;
    private final LongAdder computed = new LongAdder();

    /** What a hash costs: m in KiB, t, p. */
    record Cost(int kibibytes, int passes, int lanes) {}

    PasswordHasher(DirectorySettings settings, RandomGenerator entropy) {
        // RFC 9106 §3.1: m is at least 8p
        int kibibytes = Math.toIntExact(Math.max(settings.hashMemory().octets() >> 10, 8L * settings.hashLanes()));
        this.cost = new Cost(kibibytes, settings.hashPasses(), settings.hashLanes());
        this.entropy = entropy;
        this.turns = new Semaphore(settings.hashesAtOnce(), true);
    }

    String hash(Secret password) {
        Bytes salt = Bytes.wrap(randomOctets(SALT_OCTETS));
        return new PhcString(cost, salt, run(cost, salt, HASH_OCTETS, password)).toString();
    }

    /** False as well for a hash that cannot be read; it then costs what a true one costs. */
    boolean matches(String phc, Secret password) {
        Optional<PhcString> stored = PhcString.parse(phc);
        if (stored.isEmpty()) {
            spend(password);
            return false;
        }
        PhcString known = stored.get();
        Bytes computed = run(known.cost(), known.salt(), known.hash().length(), password);
        return MessageDigest.isEqual(computed.shared(), known.hash().shared());
    }

    /** Works as long as a check does, for a login that does not exist. */
    void spend(Secret password) {
        var _ = run(cost, Bytes.wrap(randomOctets(SALT_OCTETS)), HASH_OCTETS, password);
    }

    /** Whether it was made with other parameters than today's. */
    boolean isOutdated(String phc) {
        return PhcString.parse(phc).map(known -> !known.cost().equals(cost)).orElse(true);
    }

    /** Since the start. */
    long computed() {
        return computed.sum();
    }

    private Bytes run(Cost with, Bytes salt, int length, Secret password) {
        computed.increment();
        turns.acquireUninterruptibly();
        try {
            return apart(() -> compute(with, salt, length, password));
        } finally {
            turns.release();
        }
    }

    /**
     * On a thread of the system's own. A hash computes for tens of milliseconds and never makes way, so that a few on
     * virtual threads would hold every carrier, and with them all who are served: a flood of logins stopped the mail.
     */
    private static Bytes apart(Callable<Bytes> work) {
        FutureTask<Bytes> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("password-hash").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true; // it ends soon: rather wait than leave a hash behind that nobody counts
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the password could not be hashed: " + e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Bytes compute(Cost with, Bytes salt, int length, Secret password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(with.kibibytes())
                .withIterations(with.passes())
                .withParallelism(with.lanes())
                .withSalt(salt.shared())
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.shared(), hash);
        return Bytes.wrap(hash);
    }

    private byte[] randomOctets(int length) {
        byte[] octets = new byte[length];
        entropy.nextBytes(octets);
        return octets;
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, both in base 64 without padding. */
    record PhcString(Cost cost, Bytes salt, Bytes hash) {
        private static final int LEAST_SALT = 8; // RFC 9106 §3.1
        private static final int LEAST_HASH = 16;
        private static final int MOST_KIBIBYTES = 1 << 21;
        private static final int MOST_PASSES = 64;
        private static final int MOST_LANES = 16;

        /** Empty where it is not one, or asks for more work than the settings could have. */
        static Optional<PhcString> parse(String text) {
            String[] parts = text.split("\\$", -1); // our own row, not the wire
            if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
                return Optional.empty();
            }
            try {
                String[] costs = parts[3].split(",", -1);
                Cost cost = new Cost(number(costs, 0, "m="), number(costs, 1, "t="), number(costs, 2, "p="));
                if (cost.kibibytes() > MOST_KIBIBYTES || cost.passes() > MOST_PASSES || cost.lanes() > MOST_LANES) {
                    return Optional.empty();
                }
                Bytes salt = Bytes.wrap(Base64.getDecoder().decode(parts[4]));
                Bytes hash = Bytes.wrap(Base64.getDecoder().decode(parts[5]));
                return salt.length() < LEAST_SALT || hash.length() < LEAST_HASH
                        ? Optional.empty()
                        : Optional.of(new PhcString(cost, salt, hash));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        private static int number(String[] costs, int at, String prefix) {
            if (at >= costs.length || !costs[at].startsWith(prefix)) {
                throw new IllegalArgumentException("no " + prefix);
            }
            int value = Integer.parseInt(costs[at].substring(prefix.length()));
            if (value < 1) {
                throw new IllegalArgumentException("less than one");
            }
            return value;
        }

        @Override
        public String toString() {
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return "$argon2id$v=19$m=" + cost.kibibytes() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                    + base64.encodeToString(salt.shared()) + "$" + base64.encodeToString(hash.shared());
        }
    }
}

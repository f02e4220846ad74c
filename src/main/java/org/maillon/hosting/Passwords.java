package org.maillon.hosting;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.maillon.hosting.CredentialRows.ScramRow;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.SaslPrep;
import org.maillon.wire.sasl.ScramKeys;
import org.maillon.wire.sasl.ScramMath;

/** Makes of a password what is kept of it, and of a guess what is held against that. */
final class Passwords {
    private final PasswordHasher hasher;
    private final Salts salts;
    private final int iterations;
    private final LongAdder derived = new LongAdder();

    Passwords(PasswordHasher hasher, Salts salts, DirectorySettings settings) {
        this.hasher = hasher;
        this.salts = salts;
        this.iterations = settings.scramIterations();
    }

    /**
     * What is kept of an account's password.
     *
     * @param scram empty where SASLprep refuses the password: SCRAM does not know it then
     */
    record Kept(String phc, Optional<ScramRow> scram) {}

    Kept keep(Address address, Secret password) {
        Optional<Secret> prepared = prepared(password);
        return new Kept(hasher.hash(prepared.orElse(password)), prepared.map(good -> derive(address, good)));
    }

    /**
     * Two ways to type the same letter are one password (RFC 4616 §2); hashes of older folders are of what was typed. How
     * much is computed depends on the guess alone.
     */
    boolean matches(Optional<String> phc, Secret guess) {
        boolean matches = false;
        for (Secret candidate : candidates(guess)) {
            if (phc.isEmpty()) {
                hasher.spend(candidate);
            } else {
                matches |= hasher.matches(phc.get(), candidate);
            }
        }
        return matches;
    }

    private static List<Secret> candidates(Secret guess) {
        return prepared(guess)
                .filter(prepared -> !Arrays.equals(prepared.shared(), guess.shared()))
                .map(prepared -> List.of(guess, prepared))
                .orElse(List.of(guess));
    }

    static Optional<Secret> prepared(Secret password) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(password.shared()))
                    .toString();
            return SaslPrep.prepare(text).map(Secret::utf8);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    boolean isOutdated(String phc) {
        return hasher.isOutdated(phc);
    }

    boolean isCurrent(ScramRow keys) {
        return keys.iterations() == iterations;
    }

    /** With the account's salt and today's iterations. */
    ScramRow derive(Address address, Secret prepared) {
        return derive(prepared, salts.saltOf(login(address)), iterations);
    }

    ScramRow derive(Secret prepared, Bytes salt, int rounds) {
        derived.increment();
        return new ScramRow(salt, rounds, ScramMath.pair(prepared, salt, rounds));
    }

    /** Keys that nobody has a password for, of somebody who may not be there. */
    ScramKeys noKeys(String login) {
        return new ScramKeys(salts.saltOf(login), iterations, List.of());
    }

    /** As addresses compare here. */
    static String login(Address address) {
        return Names.fold(address.localPart()) + "@" + address.domain();
    }

    /** How many were computed since the start, argon2id and PBKDF2 together: what a guess costs, and must cost alike. */
    long computed() {
        return derived.sum() + hasher.computed();
    }
}

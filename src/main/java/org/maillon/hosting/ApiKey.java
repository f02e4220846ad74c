package org.maillon.hosting;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A key with which a program of the operator's uses the HTTP API; the key itself is shown once and kept nowhere.
 *
 * @param name what the operator calls it
 * @param scopes what it opens
 */
public record ApiKey(String name, Set<Scope> scopes, Instant created, Optional<Instant> expires) {
    /** What a key opens. */
    public enum Scope {
        /** Blocks, and what accounts have sent. */
        GUARD,
        /** Messages that are kept back, of everybody. */
        QUARANTINE;

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Scope> of(String word) {
            return Arrays.stream(values())
                    .filter(scope -> scope.word().equals(word))
                    .findFirst();
        }
    }

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    public boolean opens(Scope scope) {
        return scopes.contains(scope);
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }
}

package org.maillon.hosting;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A password for one program, made by us; the password itself is shown once and kept nowhere.
 *
 * @param label what its owner calls it
 * @param scopes what it opens
 * @param lastUsed to the hour
 */
public record AppPassword(
        long id,
        String label,
        Set<Scope> scopes,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> lastUsed) {
    public AppPassword {
        scopes = Set.copyOf(scopes);
    }

    boolean opens(Scope scope, Instant now) {
        return scopes.contains(scope) && !isExpired(now);
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }
}

package org.maillon.hosting;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.CredentialRows.AppRow;
import org.maillon.hosting.CredentialRows.ScramRow;

/**
 * All that opens one account.
 *
 * @param phc its own password, as it is kept; empty where it has none
 * @param secondFactor whether the own password alone opens no program
 * @param scram the own password's keys
 * @param apps its app passwords, those that have expired with them
 */
record Locks(Optional<String> phc, boolean secondFactor, Optional<ScramRow> scram, List<AppRow> apps) {
    static final Locks NONE = new Locks(Optional.empty(), false, Optional.empty(), List.of());

    Locks {
        apps = List.copyOf(apps);
    }

    @Override
    public String toString() {
        return "Locks[***]";
    }
}

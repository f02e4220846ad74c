package org.maillon.hosting;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.CredentialRows.AppRow;
import org.maillon.hosting.CredentialRows.ScramRow;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.ScramKeys;

/** What opens an account just now, as the store's rows say at each question. */
final class Proofs {
    private final Directory directory;
    private final InstantSource clock;

    Proofs(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    boolean hold(Scope scope, Account account, Proof proof) {
        return hold(scope, locks(account), proof);
    }

    /** The same, of rows that may be as old as {@code cache-time} where another process has changed them. */
    boolean stillHold(Scope scope, Account account, Proof proof) {
        return hold(scope, directory.locks(account, this::locks), proof);
    }

    /** As the store has it now. */
    private Locks locks(Account account) {
        Address address = account.address();
        return new Locks(
                directory.passwordOf(account),
                directory.secondFactors().isOn(address),
                directory.credentials().scram(address),
                directory.credentials().apps(address));
    }

    private boolean hold(Scope scope, Locks locks, Proof proof) {
        return switch (proof) {
            case Proof.Own(String phc) ->
                locks.phc().filter(phc::equals).isPresent() && mayUseOwnPassword(scope, locks.secondFactor());
            case Proof.Keys(ScramKeys.Pair pair) ->
                proving(scope, locks).stream().anyMatch(row -> row.pair().equals(pair));
            case Proof.Elsewhere _ -> true;
            case Proof.Outside _ -> locks.phc().isEmpty() && mayUseOwnPassword(scope, locks.secondFactor());
        };
    }

    boolean keysHold(Scope scope, Account account, ScramKeys.Pair pair) {
        return hold(scope, account, new Proof.Keys(pair));
    }

    /** The app password that has these keys, while it opens what is asked for. */
    Optional<AppRow> opening(Scope scope, Account account, ScramKeys.Pair keys) {
        return directory.credentials().apps(account.address()).stream()
                .filter(row -> row.scram().pair().equals(keys) && row.about().opens(scope, clock.instant()))
                .findFirst();
    }

    /** The keys of all passwords that would do. */
    List<ScramRow> proving(Scope scope, Account account) {
        return proving(scope, locks(account));
    }

    private List<ScramRow> proving(Scope scope, Locks locks) {
        List<ScramRow> rows = new ArrayList<>();
        if (mayUseOwnPassword(scope, locks.secondFactor())) {
            locks.scram().ifPresent(rows::add);
        }
        for (AppRow row : locks.apps()) {
            if (row.about().opens(scope, clock.instant())) {
                rows.add(row.scram());
            }
        }
        return rows;
    }

    boolean mayUseOwnPassword(Scope scope, Account account) {
        return mayUseOwnPassword(scope, directory.secondFactors().isOn(account.address()));
    }

    /** With a second factor, only where it can be asked for. */
    private static boolean mayUseOwnPassword(Scope scope, boolean secondFactor) {
        return scope == Scope.WEB || !secondFactor;
    }
}

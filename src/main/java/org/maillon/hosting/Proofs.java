package org.maillon.hosting;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.CredentialRows.AppRow;
import org.maillon.hosting.CredentialRows.ScramRow;
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
        return switch (proof) {
            case Proof.Own(String phc) ->
                directory.passwordOf(account).filter(phc::equals).isPresent() && mayUseOwnPassword(scope, account);
            case Proof.Keys(ScramKeys.Pair pair) -> keysHold(scope, account, pair);
            case Proof.Elsewhere _ -> true;
            case Proof.Outside _ -> directory.passwordOf(account).isEmpty() && mayUseOwnPassword(scope, account);
        };
    }

    boolean keysHold(Scope scope, Account account, ScramKeys.Pair pair) {
        return proving(scope, account).stream().anyMatch(row -> row.pair().equals(pair));
    }

    /** The app password that has these keys, while it opens what is asked for. */
    Optional<AppRow> opening(Scope scope, Account account, ScramKeys.Pair keys) {
        return directory.credentials().apps(account.address()).stream()
                .filter(row -> row.scram().pair().equals(keys) && row.about().opens(scope, clock.instant()))
                .findFirst();
    }

    /** The keys of all passwords that would do. */
    List<ScramRow> proving(Scope scope, Account account) {
        List<ScramRow> rows = new ArrayList<>();
        if (mayUseOwnPassword(scope, account)) {
            directory.credentials().scram(account.address()).ifPresent(rows::add);
        }
        for (AppRow row : directory.credentials().apps(account.address())) {
            if (row.about().opens(scope, clock.instant())) {
                rows.add(row.scram());
            }
        }
        return rows;
    }

    /** With a second factor, only where it can be asked for. */
    boolean mayUseOwnPassword(Scope scope, Account account) {
        return scope == Scope.WEB || !directory.secondFactors().isOn(account.address());
    }
}

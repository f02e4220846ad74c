package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.maillon.hosting.CredentialRows.AppRow;
import org.maillon.hosting.CredentialRows.ScramRow;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.store.Batch;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * App passwords: made, listed, revoked; and the SCRAM keys of an account's own password. An app password has a hundred bits
 * of chance, so that PBKDF2 guards it as well as argon2id would; and all of an account's share its salt, so that one
 * computation finds the one that was given, and SCRAM works with each of them.
 */
public final class Credentials {
    private static final Duration BETWEEN_NOTES = Duration.ofHours(1);
    private static final int LONGEST_LABEL = 64;

    private final Store store;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Making making;

    /** What new ones are made with. */
    record Making(InstantSource clock, RandomGenerator entropy, DirectorySettings settings) {}

    Credentials(Store store, Accounts accounts, Passwords passwords, Making making) {
        this.store = store;
        this.accounts = accounts;
        this.passwords = passwords;
        this.making = making;
    }

    /** @param password to be shown once */
    public record Made(AppPassword about, Secret password) {}

    /** @param expires empty: never */
    public Outcome<Made> add(Address address, String label, Set<Scope> scopes, Optional<Instant> expires) {
        Optional<String> wrong = wrongWith(label, scopes, expires);
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        }
        String text = AppPasswordText.make(making.entropy());
        ScramRow keys = passwords.derive(address, Secret.utf8(text));
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            if (account.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            }
            List<AppRow> known = apps(address);
            if (known.size() >= making.settings().maxAppPasswords()) {
                return refused(
                        Cause.INVALID,
                        address + " has " + known.size()
                                + " app passwords, as many as max-app-passwords allows. Remove one that is not used any more.");
            } else if (known.stream().anyMatch(row -> row.about().label().equals(label))) {
                return refused(
                        Cause.EXISTS,
                        address + " has an app password with the label '" + label
                                + "' already. Choose another label, or remove that one first.");
            }
            AppPassword about =
                    new AppPassword(freeId(known), label, scopes, making.clock().instant(), expires, Optional.empty());
            Bytes key = DirectoryKeys.appPassword(address.localPart(), about.id());
            Batch.Builder batch = Accounts.unlessChanged(account.get(), domain)
                    .ifAbsent(key)
                    .put(key, CredentialRows.write(new AppRow(about, keys)));
            boolean written = accounts.commitLocks(batch, domain, address.localPart());
            return written ? done(new Made(about, Secret.utf8(text))) : Optional.empty();
        });
    }

    private static long freeId(List<AppRow> known) {
        return known.stream().mapToLong(row -> row.about().id()).max().orElse(0) + 1;
    }

    private Optional<String> wrongWith(String label, Set<Scope> scopes, Optional<Instant> expires) {
        if (label.isBlank() || label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("An app password's label has 1 to " + LONGEST_LABEL + " characters, such as 'phone'.");
        } else if (scopes.isEmpty()) {
            return Optional.of("An app password opens one thing or more: smtp, pop3, imap, api, web.");
        } else if (expires.filter(end -> !end.isAfter(making.clock().instant())).isPresent()) {
            return Optional.of("An app password that has expired already opens nothing; choose a later time.");
        }
        return Optional.empty();
    }

    /** In the order in which they were made. */
    public Outcome<List<AppPassword>> list(Address address) {
        return accounts.at(address).isEmpty()
                ? Outcome.refused(Cause.MISSING, Accounts.noAccount(address))
                : new Outcome.Done<>(apps(address).stream().map(AppRow::about).toList());
    }

    /** From then on it opens nothing, remembered or not. */
    public Outcome<AppPassword> remove(Address address, String label) {
        return settle(() -> {
            Optional<AppRow> known = apps(address).stream()
                    .filter(row -> row.about().label().equals(label))
                    .findFirst();
            if (known.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(
                        Cause.MISSING,
                        address + " has no app password with the label '" + label
                                + "'. `maillon account app-password list " + address + "` shows those there are.");
            }
            Bytes key = DirectoryKeys.appPassword(
                    address.localPart(), known.get().about().id());
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(key, CredentialRows.write(known.get()))
                    .delete(key);
            boolean removed = accounts.commitLocks(batch, domain, address.localPart());
            return removed ? done(known.get().about()) : Optional.empty();
        });
    }

    Optional<ScramRow> scram(Address address) {
        return address.domain() instanceof Domain.Name domain
                ? store.get(DirectoryKeys.partition(domain), DirectoryKeys.scram(address.localPart()))
                        .map(CredentialRows::readScram)
                : Optional.empty();
    }

    List<AppRow> apps(Address address) {
        if (!(address.domain() instanceof Domain.Name domain)) {
            return List.of();
        }
        int most = making.settings().maxAppPasswords() + 1;
        return store
                .scan(
                        DirectoryKeys.partition(domain),
                        DirectoryKeys.appPasswords(address.localPart()),
                        most,
                        Store.Direction.FORWARD)
                .stream()
                .map(row -> CredentialRows.readApp(row.value()))
                .toList();
    }

    /** Notes that it was used, seldom enough to cost nothing. A note that cannot be written keeps nobody out. */
    void used(Address address, AppRow row) {
        Instant now = making.clock().instant();
        boolean noted = row.about()
                .lastUsed()
                .filter(last -> last.plus(BETWEEN_NOTES).isAfter(now))
                .isPresent();
        if (noted || !(address.domain() instanceof Domain.Name domain)) {
            return;
        }
        Bytes key = DirectoryKeys.appPassword(address.localPart(), row.about().id());
        try {
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(key, CredentialRows.write(row))
                    .put(key, CredentialRows.write(row.usedAt(now)));
            var _ = accounts.commitLocks(batch, domain, address.localPart());
        } catch (StoreException _) {
            // the next log-in tries again
        }
    }
}

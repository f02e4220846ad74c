package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Addresses and domains that accounts were given to send from. A row for each, beside the account's own: {@code g} local
 * part {@code 00} grant, where a grant is {@code @domain}, or an address with its local part folded.
 */
final class Grants {
    /** An account that may be more people than this is a service, and wants the domain. */
    private static final int MOST = 1000;

    private final Store store;
    private final Accounts accounts;

    Grants(Store store, Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    List<Grant> of(Address account) {
        if (!(account.domain() instanceof Domain.Name home)) {
            return List.of();
        }
        KeyRange all = allOf(account.localPart());
        return store.scan(DirectoryKeys.partition(home), all, MOST, Store.Direction.FORWARD).stream()
                .flatMap(row -> read(account, row.key()).stream())
                .toList();
    }

    /** Whether the account was given this address, or its domain. */
    boolean include(Address account, Address from) {
        return account.domain() instanceof Domain.Name home
                && (isThere(home, account, new Grant.OfAddress(from))
                        || from.domain() instanceof Domain.Name domain
                                && isThere(home, account, new Grant.OfDomain(domain)));
    }

    private boolean isThere(Domain.Name home, Address account, Grant grant) {
        return store.get(DirectoryKeys.partition(home), key(account.localPart(), grant))
                .isPresent();
    }

    Outcome<Account> add(Address address, Grant grant) {
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            if (account.isEmpty() || !(address.domain() instanceof Domain.Name home)) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            } else if (isThere(home, address, grant)) {
                return refused(Cause.EXISTS, address + " may send as " + grant + " already; nothing was changed.");
            } else if (of(address).size() >= MOST) {
                return refused(
                        Cause.INVALID, address + " has " + MOST + " grants, which is the most; grant a whole domain.");
            }
            Batch.Builder batch = Accounts.unlessChanged(account.get(), home)
                    .put(key(address.localPart(), grant), DirectoryRows.mark());
            return store.commit(batch.build()) instanceof Commit.Committed ? done(account.get()) : Optional.empty();
        });
    }

    Outcome<Account> remove(Address address, Grant grant) {
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            if (account.isEmpty() || !(address.domain() instanceof Domain.Name home)) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            } else if (!isThere(home, address, grant)) {
                return refused(
                        Cause.MISSING,
                        address + " was not given " + grant + ". `maillon account grants " + address
                                + "` shows what it was given.");
            }
            Batch.Builder batch = Accounts.unlessChanged(account.get(), home).delete(key(address.localPart(), grant));
            return store.commit(batch.build()) instanceof Commit.Committed ? done(account.get()) : Optional.empty();
        });
    }

    /** Goes with the account. */
    static KeyRange allOf(String localPart) {
        return KeyRange.prefix(Bytes.utf8("g" + Names.fold(localPart) + "\0"));
    }

    private static Bytes key(String localPart, Grant grant) {
        String what = switch (grant) {
            case Grant.OfAddress(Address address) ->
                new Address(Names.fold(address.localPart()), address.domain()).toString();
            case Grant.OfDomain(Domain.Name domain) -> "@" + domain.ascii();
        };
        return Bytes.utf8("g" + Names.fold(localPart) + "\0" + what);
    }

    private static Optional<Grant> read(Address account, Bytes key) {
        int before = Bytes.utf8("g" + Names.fold(account.localPart()) + "\0").length();
        String what = key.slice(before, key.length()).asUtf8();
        return what.startsWith("@")
                ? Optional.of(new Grant.OfDomain(new Domain.Name(what.substring(1))))
                : Address.parse(what).asOptional().map(Grant.OfAddress::new);
    }
}

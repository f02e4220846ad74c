package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.maillon.hosting.DirectoryRows.Entry;
import org.maillon.hosting.DirectoryRows.Place;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteSize;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Accounts and their ids. An id is taken first, in its own partition and for ever; then the account is written. A crash
 * between the two leaves an id that leads to nobody, which {@link #byId} sees. A removed account's id is noted before the
 * account goes, so that its mailbox is emptied even if we die at once.
 */
final class Accounts {
    private static final long MOST_ID = 1L << 53; // what every reader of JSON holds exactly
    private static final int PAGE = 512;

    private final Store store;
    private final DomainBook book;
    private final InstantSource clock;
    private final RandomGenerator entropy;

    Accounts(Store store, DomainBook book, InstantSource clock, RandomGenerator entropy) {
        this.store = store;
        this.book = book;
        this.clock = clock;
        this.entropy = entropy;
    }

    Optional<Account> byId(AccountId id) {
        return book.place(id)
                .flatMap(place -> book.entry(place.domain(), place.localPart()))
                .flatMap(Accounts::account)
                .filter(account -> account.id().equals(id));
    }

    Optional<Account> at(Address address) {
        return address.domain() instanceof Domain.Name domain
                ? book.readEntry(domain, address.localPart()).flatMap(Accounts::account)
                : Optional.empty();
    }

    Outcome<Account> add(Address address, Domain.Name domain, Optional<Passwords.Kept> password, ByteSize quota) {
        AccountId id = takeId(new Place(domain, address.localPart()));
        return settle(() -> {
            Optional<HostedDomain> head = book.readDomain(domain);
            if (head.isEmpty()) {
                return refused(Cause.MISSING, DomainClaims.noDomain(domain));
            } else if (book.readEntry(domain, address.localPart()).isPresent()) {
                return refused(Cause.EXISTS, taken(address));
            }
            Account account = new Account(id, head.get().tenant(), address, quota, List.of(), true, clock.instant());
            return write(account, domain, head.get(), password) ? done(account) : Optional.empty();
        });
    }

    static String taken(Address address) {
        return address + " is there already, as an account or an alias; nothing was changed. Choose another name, or"
                + " remove that one first.";
    }

    private AccountId takeId(Place place) {
        while (true) {
            AccountId id = new AccountId(entropy.nextLong(1, MOST_ID));
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(id))
                    .ifAbsent(DirectoryKeys.id(id))
                    .put(DirectoryKeys.id(id), DirectoryRows.write(place));
            if (store.commit(batch.build()) instanceof Commit.Committed) {
                return id;
            }
        }
    }

    /**
     * A domain's first account becomes its postmaster (RFC 5321 §4.5.1: somebody must be); but none without a password of ours:
     * such a one is made when mail comes, and whoever sends it would choose.
     */
    private boolean write(Account account, Domain.Name domain, HostedDomain head, Optional<Passwords.Kept> password) {
        String localPart = account.address().localPart();
        Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                .ifEquals(DirectoryKeys.HEAD, DirectoryRows.write(head))
                .ifAbsent(DirectoryKeys.name(localPart))
                .put(DirectoryKeys.name(localPart), DirectoryRows.write(account));
        password.ifPresent(kept -> put(batch, localPart, kept));
        if (head.postmaster().isEmpty() && password.isPresent()) {
            batch.put(DirectoryKeys.HEAD, DirectoryRows.write(head.withPostmaster(Optional.of(account.address()))));
        }
        return book.commit(batch, domain, localPart);
    }

    /** The keys of an older password go, where the new one has none. */
    private static void put(Batch.Builder batch, String localPart, Passwords.Kept password) {
        batch.put(DirectoryKeys.password(localPart), DirectoryRows.writePassword(password.phc()));
        if (password.scram().isPresent()) {
            batch.put(
                    DirectoryKeys.scram(localPart),
                    CredentialRows.write(password.scram().get()));
        } else {
            batch.delete(DirectoryKeys.scram(localPart));
        }
    }

    /** Quota and forwards. */
    Outcome<Account> change(Address address, UnaryOperator<Account> to) {
        return settle(() -> {
            Optional<Account> known = at(address);
            if (known.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(Cause.MISSING, noAccount(address));
            }
            Account changed = to.apply(known.get());
            Batch.Builder batch = unlessChanged(known.get(), domain)
                    .put(DirectoryKeys.name(address.localPart()), DirectoryRows.write(changed));
            return book.commit(batch, domain, address.localPart()) ? done(changed) : Optional.empty();
        });
    }

    Outcome<Account> setPassword(Address address, Passwords.Kept password) {
        return settle(() -> {
            Optional<Account> known = at(address);
            if (known.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(Cause.MISSING, noAccount(address));
            }
            Batch.Builder batch = unlessChanged(known.get(), domain);
            put(batch, address.localPart(), password);
            return book.commit(batch, domain, address.localPart()) ? done(known.get()) : Optional.empty();
        });
    }

    /** Writes the same password with today's parameters over {@code was}, unless somebody set another one meanwhile. */
    void renew(Account account, String was, Passwords.Kept is) {
        if (account.address().domain() instanceof Domain.Name domain) {
            String localPart = account.address().localPart();
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.password(localPart), DirectoryRows.writePassword(was));
            put(batch, localPart, is);
            var _ = book.commitLocks(batch, domain, localPart);
        }
    }

    /** Commits a change of what opens an account. */
    boolean commitLocks(Batch.Builder batch, Domain.Name domain, String localPart) {
        return book.commitLocks(batch, domain, localPart);
    }

    Outcome<Account> remove(Address address) {
        return settle(() -> {
            Optional<Account> known = at(address);
            if (known.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(Cause.MISSING, noAccount(address));
            }
            AccountId id = known.get().id();
            store.commit(Batch.of(DirectoryKeys.partition(id))
                    .put(DirectoryKeys.removed(id), DirectoryRows.mark())
                    .build());
            Batch.Builder batch = unlessChanged(known.get(), domain)
                    .delete(DirectoryKeys.name(address.localPart()))
                    .delete(DirectoryKeys.password(address.localPart()))
                    .delete(DirectoryKeys.scram(address.localPart()))
                    .delete(DirectoryKeys.secondFactor(address.localPart()))
                    .deleteRange(DirectoryKeys.appPasswords(address.localPart()))
                    .deleteRange(Grants.allOf(address.localPart()));
            handOnPostmaster(batch, known.get(), domain);
            return book.commit(batch, domain, address.localPart()) ? done(known.get()) : Optional.empty();
        });
    }

    private void handOnPostmaster(Batch.Builder batch, Account leaving, Domain.Name domain) {
        Optional<HostedDomain> head = book.readDomain(domain);
        if (head.isEmpty() || !head.get().postmaster().map(leaving::isAt).orElse(false)) {
            return;
        }
        Optional<Address> next = book.entries(domain)
                .flatMap(entry -> account(entry).stream())
                .filter(account -> !account.id().equals(leaving.id())
                        && book.password(account.address()).isPresent())
                .map(Account::address)
                .findFirst();
        batch.ifEquals(DirectoryKeys.HEAD, DirectoryRows.write(head.get()))
                .put(DirectoryKeys.HEAD, DirectoryRows.write(head.get().withPostmaster(next)));
    }

    static Batch.Builder unlessChanged(Account known, Domain.Name domain) {
        return Batch.of(DirectoryKeys.partition(domain))
                .ifEquals(DirectoryKeys.name(known.address().localPart()), DirectoryRows.write(known));
    }

    /** Those whose mailbox is still to be emptied. */
    List<AccountId> removed() {
        List<AccountId> removed = new ArrayList<>();
        for (int shard = 0; shard < DirectoryKeys.ID_SHARDS; shard++) {
            new Pages(store, DirectoryKeys.idShard(shard), DirectoryKeys.REMOVED, PAGE)
                    .rows()
                    .map(Row::key)
                    .map(DirectoryKeys::removedId)
                    .filter(id -> byId(id).isEmpty())
                    .forEach(removed::add);
        }
        return removed;
    }

    void forget(AccountId removed) {
        store.commit(Batch.of(DirectoryKeys.partition(removed))
                .delete(DirectoryKeys.removed(removed))
                .build());
    }

    static Optional<Account> account(Entry entry) {
        return switch (entry) {
            case Entry.OfAccount(Account account) -> Optional.of(account);
            case Entry.OfAlias _ -> Optional.empty();
        };
    }

    static String noAccount(Address address) {
        return "There is no account " + address + ". `maillon account list " + address.domain()
                + "` shows those there are.";
    }
}

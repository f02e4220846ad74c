package org.maillon.hosting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.maillon.hosting.DirectoryRows.Entry;
import org.maillon.hosting.DirectoryRows.Place;
import org.maillon.hosting.id.AccountId;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Domains and their addresses, and what was lately read of them. Two gets answer a lookup; a bounded cache spares them
 * for what is asked again and again. A change of this process drops what it touched after it is durable: Caffeine runs a
 * loader and an invalidation of one key one after the other, so no read from before the change stays behind. Where
 * several processes share a store, the cache's time bounds how late one sees another's change.
 */
final class DomainBook {
    private static final int PAGE = 512;

    private final Store store;
    private final Cache<Domain.Name, Optional<HostedDomain>> domains;
    private final Cache<NameOf, Optional<Entry>> entries;
    private final Cache<AccountId, Place> places;
    private final Cache<NameOf, Locks> locks;

    private record NameOf(Domain.Name domain, String folded) {}

    DomainBook(Store store, InstantSource clock, DirectorySettings settings) {
        this.store = store;
        this.domains = cache(clock, settings);
        this.entries = cache(clock, settings);
        this.places = cache(clock, settings);
        this.locks = cache(clock, settings);
    }

    /** As large, and remembering for as long, as the settings say. */
    static <K, V> Cache<K, V> cache(InstantSource clock, DirectorySettings settings) {
        return Caffeine.newBuilder()
                .maximumSize(settings.cacheEntries())
                .expireAfterWrite(settings.cacheTime())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    Optional<HostedDomain> domain(Domain.Name name) {
        return domains.get(name, this::readDomain);
    }

    Optional<Entry> entry(Domain.Name domain, String localPart) {
        return entries.get(new NameOf(domain, Names.fold(localPart)), key -> readEntry(key.domain(), key.folded()));
    }

    /** As the store has it now, past the cache: what a change is decided on. */
    Optional<HostedDomain> readDomain(Domain.Name name) {
        return store.get(DirectoryKeys.partition(name), DirectoryKeys.HEAD)
                .map(row -> DirectoryRows.readDomain(name, row));
    }

    Optional<Entry> readEntry(Domain.Name domain, String localPart) {
        return store.get(DirectoryKeys.partition(domain), DirectoryKeys.name(localPart))
                .map(DirectoryRows::readEntry);
    }

    /** Where an id leads, which is settled once and for ever. */
    Optional<Place> place(AccountId id) {
        return Optional.ofNullable(places.get(
                id,
                key -> store.get(DirectoryKeys.partition(key), DirectoryKeys.id(key))
                        .map(DirectoryRows::readPlace)
                        .orElse(null)));
    }

    /** What opens an account, of which each message of its sessions asks; {@code read} where nobody has lately. */
    Locks locks(Domain.Name domain, String localPart, Supplier<Locks> read) {
        return locks.get(new NameOf(domain, Names.fold(localPart)), _ -> read.get());
    }

    Optional<String> password(Address address) {
        return address.domain() instanceof Domain.Name domain
                ? store.get(DirectoryKeys.partition(domain), DirectoryKeys.password(address.localPart()))
                        .map(DirectoryRows::readPassword)
                : Optional.empty();
    }

    Stream<Entry> entries(Domain.Name domain) {
        return new Pages(store, DirectoryKeys.partition(domain), DirectoryKeys.NAMES, PAGE)
                .rows()
                .map(row -> DirectoryRows.readEntry(row.value()));
    }

    /** Commits a change of the domain's own row. */
    boolean commit(Batch.Builder batch, Domain.Name domain) {
        try {
            return store.commit(batch.build()) instanceof Commit.Committed;
        } finally {
            domains.invalidate(domain);
        }
    }

    /** Commits a change of one address, and of the domain's own row perhaps. */
    boolean commit(Batch.Builder batch, Domain.Name domain, String localPart) {
        try {
            return commit(batch, domain);
        } finally {
            NameOf name = new NameOf(domain, Names.fold(localPart));
            entries.invalidate(name);
            locks.invalidate(name);
        }
    }

    /** Commits a change of what opens an account, and of nothing else. */
    boolean commitLocks(Batch.Builder batch, Domain.Name domain, String localPart) {
        try {
            return store.commit(batch.build()) instanceof Commit.Committed;
        } finally {
            locks.invalidate(new NameOf(domain, Names.fold(localPart)));
        }
    }
}

package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.maillon.hosting.DirectoryRows.Entry;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.store.Batch;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Changes of a domain's aliases, and of its own row: catch-all and postmaster. */
final class Aliases {
    private final DomainBook book;
    private final InstantSource clock;

    Aliases(DomainBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    Outcome<Alias> add(Address address, Domain.Name domain, List<Address> targets) {
        return settle(() -> {
            Optional<HostedDomain> head = book.readDomain(domain);
            if (head.isEmpty()) {
                return refused(Cause.MISSING, DomainClaims.noDomain(domain));
            } else if (book.readEntry(domain, address.localPart()).isPresent()) {
                return refused(Cause.EXISTS, Accounts.taken(address));
            }
            Alias alias = new Alias(address, head.get().tenant(), targets, clock.instant());
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.HEAD, DirectoryRows.write(head.get()))
                    .ifAbsent(DirectoryKeys.name(address.localPart()))
                    .put(DirectoryKeys.name(address.localPart()), DirectoryRows.write(alias));
            return book.commit(batch, domain, address.localPart()) ? done(alias) : Optional.empty();
        });
    }

    Outcome<Alias> remove(Address address, Domain.Name domain) {
        return settle(() -> {
            Optional<Alias> known = book.readEntry(domain, address.localPart()).flatMap(Aliases::alias);
            if (known.isEmpty()) {
                return refused(
                        Cause.MISSING,
                        "There is no alias " + address + ". `maillon alias list " + domain
                                + "` shows those there are.");
            }
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.name(address.localPart()), DirectoryRows.write(known.get()))
                    .delete(DirectoryKeys.name(address.localPart()));
            return book.commit(batch, domain, address.localPart()) ? done(known.get()) : Optional.empty();
        });
    }

    Outcome<HostedDomain> changeDomain(Domain.Name name, UnaryOperator<HostedDomain> to) {
        return settle(() -> {
            Optional<HostedDomain> head = book.readDomain(name);
            if (head.isEmpty()) {
                return refused(Cause.MISSING, DomainClaims.noDomain(name));
            }
            HostedDomain changed = to.apply(head.get());
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(name))
                    .ifEquals(DirectoryKeys.HEAD, DirectoryRows.write(head.get()))
                    .put(DirectoryKeys.HEAD, DirectoryRows.write(changed));
            return book.commit(batch, name) ? done(changed) : Optional.empty();
        });
    }

    static Optional<Alias> alias(Entry entry) {
        return switch (entry) {
            case Entry.OfAccount _ -> Optional.empty();
            case Entry.OfAlias(Alias alias) -> Optional.of(alias);
        };
    }
}

package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.hosting.DirectoryRows.Claim;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.wire.address.Domain;

/**
 * How a domain comes and goes: two partitions, so steps that can be done again.
 *
 * <p>To come: claim the name in {@code directory}, then write the head in the domain's own partition. To go: mark the
 * claim as leaving, clear the domain's partition, drop the claim. Whoever finds a claim that a crash left half way goes
 * on from there. Every step in the domain's partition is fenced by its version, read before the claim was: if the claim
 * changed hands in between, so did the version, and the step fails instead of acting on what was.
 */
final class DomainClaims {
    private final Store store;
    private final DomainBook book;
    private final InstantSource clock;
    private final RandomGenerator entropy;

    DomainClaims(Store store, DomainBook book, InstantSource clock, RandomGenerator entropy) {
        this.store = store;
        this.book = book;
        this.clock = clock;
        this.entropy = entropy;
    }

    Outcome<HostedDomain> add(TenantId tenant, Domain.Name name) {
        Optional<String> wrong = Names.wrongWith(name);
        return wrong.isPresent() ? Outcome.refused(Cause.INVALID, wrong.get()) : settle(() -> tryToAdd(tenant, name));
    }

    private Optional<Outcome<HostedDomain>> tryToAdd(TenantId tenant, Domain.Name name) {
        long fence = store.version(DirectoryKeys.partition(name));
        Optional<Bytes> tenantRow = store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.tenant(tenant));
        if (tenantRow.isEmpty()) {
            return refused(Cause.MISSING, Register.noTenant(tenant));
        }
        Optional<Claim> claim = claim(name);
        if (claim.isEmpty()) {
            return claimFor(tenant, tenantRow.get(), name) ? writeHead(tenant, name, fence) : Optional.empty();
        } else if (!claim.get().tenant().equals(tenant)) {
            return refused(
                    Cause.FOREIGN,
                    name + " belongs to another tenant. Its owner must remove it before it can be added here.");
        } else if (claim.get().leaving()) {
            finishRemoval(name, claim.get());
            return Optional.empty();
        }
        return writeHead(tenant, name, fence);
    }

    private boolean claimFor(TenantId tenant, Bytes tenantRow, Domain.Name name) {
        return commit(Batch.of(DirectoryKeys.DIRECTORY)
                .ifEquals(DirectoryKeys.tenant(tenant), tenantRow)
                .ifAbsent(DirectoryKeys.claim(name))
                .put(DirectoryKeys.claim(name), DirectoryRows.write(new Claim(tenant, false, entropy.nextLong())))
                .put(DirectoryKeys.owned(tenant, name), DirectoryRows.mark()));
    }

    private Optional<Outcome<HostedDomain>> writeHead(TenantId tenant, Domain.Name name, long fence) {
        if (book.readDomain(name).isPresent()) {
            return refused(Cause.EXISTS, name + " is hosted already, for tenant " + tenant + "; nothing was changed.");
        }
        HostedDomain domain = new HostedDomain(
                name, tenant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), clock.instant());
        boolean written = book.commit(
                Batch.of(DirectoryKeys.partition(name))
                        .ifVersion(fence)
                        .put(DirectoryKeys.HEAD, DirectoryRows.write(domain)),
                name);
        return written ? done(domain) : Optional.empty();
    }

    Outcome<Domain.Name> remove(Domain.Name name) {
        return settle(() -> tryToRemove(name));
    }

    private Optional<Outcome<Domain.Name>> tryToRemove(Domain.Name name) {
        Optional<Claim> claim = claim(name);
        if (claim.isEmpty()) {
            return refused(Cause.MISSING, noDomain(name));
        } else if (claim.get().leaving()) {
            return finishRemoval(name, claim.get());
        } else if (hasEntries(name)) {
            return inUse(name);
        }
        Claim leaving = new Claim(claim.get().tenant(), true, entropy.nextLong());
        return replace(name, claim.get(), leaving) ? finishRemoval(name, leaving) : Optional.empty();
    }

    /** From a claim marked as leaving to none at all; may be done again, and by several at once. */
    private Optional<Outcome<Domain.Name>> finishRemoval(Domain.Name name, Claim leaving) {
        long fence = store.version(DirectoryKeys.partition(name));
        if (!claim(name).equals(Optional.of(leaving))) {
            return Optional.empty();
        } else if (hasEntries(name)) {
            replace(name, leaving, new Claim(leaving.tenant(), false, entropy.nextLong()));
            return inUse(name);
        }
        boolean cleared = book.commit(
                Batch.of(DirectoryKeys.partition(name)).ifVersion(fence).deleteRange(KeyRange.all()), name);
        if (!cleared) {
            return Optional.empty();
        }
        commit(Batch.of(DirectoryKeys.DIRECTORY)
                .ifEquals(DirectoryKeys.claim(name), DirectoryRows.write(leaving))
                .delete(DirectoryKeys.claim(name))
                .delete(DirectoryKeys.owned(leaving.tenant(), name)));
        return done(name);
    }

    private boolean replace(Domain.Name name, Claim was, Claim is) {
        return commit(Batch.of(DirectoryKeys.DIRECTORY)
                .ifEquals(DirectoryKeys.claim(name), DirectoryRows.write(was))
                .put(DirectoryKeys.claim(name), DirectoryRows.write(is)));
    }

    private Optional<Claim> claim(Domain.Name name) {
        return store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.claim(name)).map(DirectoryRows::readClaim);
    }

    private boolean hasEntries(Domain.Name name) {
        return !store.scan(DirectoryKeys.partition(name), DirectoryKeys.NAMES, 1, Store.Direction.FORWARD)
                .isEmpty();
    }

    private boolean commit(Batch.Builder batch) {
        return store.commit(batch.build()) instanceof Commit.Committed;
    }

    private static Optional<Outcome<Domain.Name>> inUse(Domain.Name name) {
        return refused(
                Cause.IN_USE,
                name + " still has accounts or aliases. Remove them first: `maillon account list " + name
                        + "` and `maillon alias list " + name + "` show them.");
    }

    static String noDomain(Domain.Name name) {
        return name + " is not hosted here. `maillon domain list` shows what is; `maillon domain add " + name
                + "` adds it.";
    }
}

package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Tenants and servers: rows of the one partition {@code directory}. */
final class Register {
    private static final int PAGE = 256;

    private final Store store;
    private final InstantSource clock;
    private final Cache<ServerId, Optional<Server>> servers;

    Register(Store store, InstantSource clock, DirectorySettings settings) {
        this.store = store;
        this.clock = clock;
        this.servers = DomainBook.cache(clock, settings);
    }

    Optional<Tenant> tenant(TenantId id) {
        return store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.tenant(id))
                .map(row -> DirectoryRows.readTenant(id, row));
    }

    List<Tenant> tenants() {
        return all(
                DirectoryKeys.TENANTS,
                (key, value) -> DirectoryRows.readTenant(new TenantId(DirectoryKeys.rest(key)), value));
    }

    /** Asked with each message, so it is remembered as {@link DomainBook} says. */
    Optional<Server> server(ServerId id) {
        return servers.get(id, this::readServer);
    }

    private Optional<Server> readServer(ServerId id) {
        return store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.server(id))
                .map(row -> DirectoryRows.readServer(id, row));
    }

    List<Server> servers() {
        return all(
                DirectoryKeys.SERVERS,
                (key, value) -> DirectoryRows.readServer(new ServerId(DirectoryKeys.rest(key)), value));
    }

    List<Domain.Name> domainsOf(TenantId tenant) {
        return all(DirectoryKeys.ownedBy(tenant), (key, _) -> DirectoryKeys.ownedDomain(tenant, key));
    }

    List<Domain.Name> domains() {
        return all(DirectoryKeys.CLAIMS, (key, _) -> new Domain.Name(DirectoryKeys.rest(key)));
    }

    Outcome<Tenant> addTenant(TenantId id, String title, ServerId server) {
        Optional<String> wrong = Names.wrongWithId("tenant", id.name());
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        }
        return settle(() -> {
            Optional<Bytes> serverRow = store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.server(server));
            if (serverRow.isEmpty()) {
                return refused(Cause.MISSING, noServer(server));
            } else if (tenant(id).isPresent()) {
                return refused(Cause.EXISTS, "Tenant " + id + " is there already; nothing was changed.");
            }
            Tenant tenant = new Tenant(id, title, server, Optional.empty(), clock.instant());
            return commit(
                    Batch.of(DirectoryKeys.DIRECTORY)
                            .ifEquals(DirectoryKeys.server(server), serverRow.get())
                            .ifAbsent(DirectoryKeys.tenant(id))
                            .put(DirectoryKeys.tenant(id), DirectoryRows.write(tenant)),
                    tenant);
        });
    }

    /** The postmaster of domains that name none; empty takes the duty away. */
    Outcome<Tenant> setPostmaster(TenantId id, Optional<Address> postmaster) {
        return settle(() -> {
            Optional<Tenant> known = tenant(id);
            if (known.isEmpty()) {
                return refused(Cause.MISSING, noTenant(id));
            }
            Tenant was = known.get();
            Tenant tenant = new Tenant(id, was.title(), was.server(), postmaster, was.created());
            return commit(
                    Batch.of(DirectoryKeys.DIRECTORY)
                            .ifEquals(DirectoryKeys.tenant(id), DirectoryRows.write(was))
                            .put(DirectoryKeys.tenant(id), DirectoryRows.write(tenant)),
                    tenant);
        });
    }

    /** The tenant's first account takes the duty, until told otherwise; a crash before this leaves it to the second. */
    void offerPostmaster(TenantId id, Address postmaster) {
        if (tenant(id).map(tenant -> tenant.postmaster().isEmpty()).orElse(false)) {
            setPostmaster(id, Optional.of(postmaster));
        }
    }

    Outcome<Tenant> removeTenant(TenantId id) {
        return settle(() -> {
            long version = store.version(DirectoryKeys.DIRECTORY);
            Optional<Tenant> known = tenant(id);
            if (known.isEmpty()) {
                return refused(Cause.MISSING, noTenant(id));
            }
            List<Domain.Name> domains = domainsOf(id);
            if (!domains.isEmpty()) {
                return refused(
                        Cause.IN_USE,
                        "Tenant " + id + " still has " + domains.size() + " domain(s), such as " + domains.getFirst()
                                + ". Remove them first.");
            }
            return commit(
                    Batch.of(DirectoryKeys.DIRECTORY).ifVersion(version).delete(DirectoryKeys.tenant(id)), known.get());
        });
    }

    Outcome<Server> addServer(ServerId id, List<Domain.Name> hostNames, Optional<TenantId> owner) {
        Optional<String> wrong = Names.wrongWithId("server", id.name())
                .or(() -> hostNames.stream()
                        .flatMap(name -> Names.wrongWith(name).stream())
                        .findFirst());
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        }
        return settle(() -> {
            if (readServer(id).isPresent()) {
                return refused(Cause.EXISTS, "Server " + id + " is there already; nothing was changed.");
            } else if (owner.isPresent() && tenant(owner.get()).isEmpty()) {
                return refused(Cause.MISSING, noTenant(owner.get()));
            }
            Server server = new Server(id, hostNames, owner, clock.instant());
            try {
                return commit(
                        Batch.of(DirectoryKeys.DIRECTORY)
                                .ifAbsent(DirectoryKeys.server(id))
                                .put(DirectoryKeys.server(id), DirectoryRows.write(server)),
                        server);
            } finally {
                servers.invalidate(id);
            }
        });
    }

    static String noTenant(TenantId id) {
        return "There is no tenant " + id
                + ". `maillon tenant list` shows those there are; `maillon tenant add` makes one.";
    }

    private static String noServer(ServerId id) {
        return "There is no server " + id + ". `maillon server list` shows those there are.";
    }

    private <T> Optional<Outcome<T>> commit(Batch.Builder batch, T value) {
        return switch (store.commit(batch.build())) {
            case Commit.Committed _ -> done(value);
            case Commit.Conflict _ -> Optional.empty();
        };
    }

    private <T> List<T> all(KeyRange range, BiFunction<Bytes, Bytes, T> read) {
        return new Pages(store, DirectoryKeys.DIRECTORY, range, PAGE)
                .rows()
                .map(row -> read.apply(row.key(), row.value()))
                .toList();
    }
}

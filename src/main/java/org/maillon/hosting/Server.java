package org.maillon.hosting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Domain;

/**
 * A virtual mail server.
 *
 * @param hostNames what it calls itself in greetings, the first one foremost; empty: the process's own name
 * @param owner the one tenant of a dedicated server; empty for a shared one
 */
public record Server(ServerId id, List<Domain.Name> hostNames, Optional<TenantId> owner, Instant created) {
    public Server {
        hostNames = List.copyOf(hostNames);
    }
}

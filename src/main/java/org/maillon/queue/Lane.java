package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;

/** Everything that leaves through one server. Lanes share nothing but the bound on all attempts. */
final class Lane {
    final ServerId server;
    final Map<Destination, Site> sites = new HashMap<>();
    final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private final Map<TenantId, Turn> tenants = new HashMap<>();
    int running;
    boolean queued;

    Lane(ServerId server) {
        this.server = server;
    }

    Turn turn(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, t -> new Turn(this, t));
    }

    void queue(Turn turn) {
        if (!turn.queued && !turn.eligible.isEmpty()) {
            turn.queued = true;
            turns.add(turn);
        }
    }
}

package org.maillon.queue;

import java.util.ArrayDeque;
import org.maillon.hosting.id.TenantId;

/** A tenant in a lane: takes turns with the lane's other tenants, one attempt at a time. */
final class Turn {
    final Lane lane;
    final TenantId tenant;
    final ArrayDeque<Strand> eligible = new ArrayDeque<>(2);
    boolean queued;

    Turn(Lane lane, TenantId tenant) {
        this.lane = lane;
        this.tenant = tenant;
    }
}

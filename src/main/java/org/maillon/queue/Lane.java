package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;

/** Everything that leaves through one server. Lanes share nothing but the bound on all attempts. */
final class Lane {
    final ServerId server;
    final TargetTable targets = new TargetTable();
    final Map<String, Site> sites = new HashMap<>();
    final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private final Map<TenantId, Turn> tenants = new HashMap<>();

    /** Where those wait whose site is to be found. */
    final Site finding;

    /** Sites that wait for nothing but {@link #roomForUnproven}. */
    private final ArrayDeque<Site> wantRoom = new ArrayDeque<>();

    private final int unprovenMost;

    /** Attempts that run at sites which have not answered since they became known, or since they were down. */
    int unproven;

    int running;
    boolean queued;

    Lane(ServerId server, QueueSettings settings) {
        this.server = server;
        this.unprovenMost = settings.unprovenMost();
        this.finding =
                new Site(this, "", new SiteRules.Policy(settings.findings(), settings.findings(), Rate.UNLIMITED));
    }

    int roomForUnproven() {
        return unprovenMost - unproven;
    }

    void wantsRoom(Site site) {
        if (!site.wantsRoom) {
            site.wantsRoom = true;
            wantRoom.add(site);
        }
    }

    boolean isRoomWanted() {
        return !wantRoom.isEmpty();
    }

    /** The next site that room was made for; null where none waits for it. Those that have stopped waiting are passed over. */
    @Nullable
    Site roomFor() {
        while (roomForUnproven() > 0) {
            Site site = wantRoom.poll();
            if (site == null) {
                return null;
            }
            site.wantsRoom = false;
            if (site.lacksOnlyRoom()) {
                return site;
            }
        }
        return null;
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

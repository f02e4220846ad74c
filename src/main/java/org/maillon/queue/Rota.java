package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Strands of sites with room stand in their tenant's queue, tenants with such strands in their lane's,
 * lanes in one ring: each level takes turns. A strand whose site is full, or rests, is parked at the site and costs
 * nothing until there is room again.
 */
final class Rota {
    /** Of a message to very many destinations, so many are looked at for those that could be tried along. */
    private static final int LOOKED_AT = 20_000;

    private final QueueSettings settings;
    private final SiteBook sites;
    private final Rests rests;
    private final Collection<Lane> lanes;
    private final ArrayDeque<Lane> ring = new ArrayDeque<>();
    private int running;

    /** @param lanes all of them, as they come */
    Rota(QueueSettings settings, SiteBook sites, Rests rests, Collection<Lane> lanes) {
        this.settings = settings;
        this.sites = sites;
        this.rests = rests;
        this.lanes = lanes;
    }

    int running() {
        return running;
    }

    /** The share whose turn it is, which runs from now on; null where there is none, or no room. */
    @Nullable
    Share next(long now) {
        while (running < settings.attempts()) {
            Lane lane = ring.poll();
            if (lane == null) {
                if (makeRoom()) {
                    continue;
                }
                return null;
            }
            lane.queued = false;
            Share share = lane.running < settings.attemptsPerServer() ? pick(lane, now) : null;
            if (share != null) {
                queue(lane);
                return share;
            }
        }
        return null;
    }

    /** It runs no longer: its place is free for others. */
    void stopped(Site site) {
        site.end();
        freed(site);
    }

    private void freed(Site site) {
        running--;
        site.lane.running--;
    }

    /** A share that runs goes on at another site if there is room; else it is not running any more. */
    boolean movesOn(Share share, Site to, long now) {
        Site from = at(share);
        from.end();
        from.concurrency.unclear();
        boolean goes = !share.isHeld() && to.eligible < to.free();
        if (goes) {
            start(share, to, now);
        } else {
            freed(from);
        }
        return goes;
    }

    /** It waits for its turn. */
    void toReady(Share share) {
        Site known = share.target.site;
        Site site = known != null ? known : share.mail.turn.lane.finding;
        share.state = Share.State.READY;
        share.at = site;
        Strand strand = site.strand(share.mail.turn);
        strand.add(share);
        if (strand.place == Strand.Place.NOWHERE) {
            place(strand);
        }
    }

    private void place(Strand strand) {
        if (strand.site.eligible < strand.site.free()) {
            makeEligible(strand);
        } else {
            park(strand);
        }
    }

    private static void park(Strand strand) {
        Site site = strand.site;
        site.park(strand);
        if (site.lacksOnlyRoom()) {
            site.lane.wantsRoom(site);
        }
    }

    private void makeEligible(Strand strand) {
        strand.place = Strand.Place.ELIGIBLE;
        strand.site.eligible++;
        if (strand.isUrgent()) {
            strand.turn.eligible.addFirst(strand);
        } else {
            strand.turn.eligible.add(strand);
        }
        strand.turn.lane.queue(strand.turn);
        queue(strand.turn.lane);
    }

    /** A lane has something to give, or room again. */
    void queue(Lane lane) {
        if (!lane.queued && !lane.turns.isEmpty() && lane.running < settings.attemptsPerServer()) {
            lane.queued = true;
            ring.add(lane);
        }
    }

    /**
     * Lets parked strands go, in the order they came, as far as the site has room. Where others wait for the lane's room
     * too, the one that has waited longest gets it: those that end without a word would keep it among themselves.
     */
    void fill(Site site) {
        if (site.lacksOnlyRoom() && site.lane.isRoomWanted()) {
            site.lane.wantsRoom(site);
            Site first = site.lane.roomFor();
            if (first != null) {
                fillUp(first);
            }
        } else {
            fillUp(site);
        }
    }

    /** Whether any went. */
    private boolean fillUp(Site site) {
        boolean any = false;
        while (site.eligible < site.free()) {
            Strand strand = site.unpark();
            if (strand == null) {
                break;
            }
            makeEligible(strand);
            any = true;
        }
        if (site.lacksOnlyRoom()) {
            site.lane.wantsRoom(site);
        }
        return any;
    }

    /** Sites that had to leave room for those that answer get what is left of it. */
    private boolean makeRoom() {
        boolean any = false;
        for (Lane lane : lanes) {
            int most = lane.roomForUnproven();
            for (int i = 0; i < most; i++) {
                Site site = lane.roomFor();
                if (site == null) {
                    break;
                }
                any |= fillUp(site);
            }
        }
        return any;
    }

    private @Nullable Share pick(Lane lane, long now) {
        for (Turn turn = lane.turns.poll(); turn != null; turn = lane.turns.poll()) {
            turn.queued = false;
            Share share = pick(turn, now);
            lane.queue(turn);
            if (share != null) {
                return share;
            }
        }
        return null;
    }

    private @Nullable Share pick(Turn turn, long now) {
        Strand strand = turn.eligible.poll();
        if (strand == null) {
            return null;
        }
        Site site = strand.site;
        site.eligible--;
        strand.place = Strand.Place.NOWHERE;
        Share share = firstOf(strand);
        if (share == null) {
            site.drop(strand);
            fill(site);
            sites.forgetIfUnused(site, now);
            return null;
        }
        if (site.free() <= 0) {
            park(strand);
            return null;
        }
        strand.remove(share);
        share.state = Share.State.RUNNING;
        running++;
        site.lane.running++;
        start(share, site, now);
        if (strand.isEmpty()) {
            site.drop(strand);
        } else {
            place(strand);
        }
        return share;
    }

    /** Those whose site was found since, or is another one now, go there. */
    private @Nullable Share firstOf(Strand strand) {
        Share share = strand.first();
        while (share != null && share.target.site != null && share.target.site != strand.site) {
            strand.remove(share);
            toReady(share);
            share = strand.first();
        }
        return share;
    }

    private void start(Share share, Site site, long now) {
        share.at = site;
        long more = site.begin(now);
        if (more > now) {
            rests.pace(site, more);
        }
        if (!site.isFinding()) {
            takeAlong(share, site);
        }
    }

    /** Recipients of the same message at the same site share its transactions, whatever their domains. */
    private void takeAlong(Share first, Site site) {
        int room = settings.recipientsPerAttempt() - first.size();
        int looked = 0;
        Share last = first;
        for (Share s = first.mail.shares; s != null && room > 0 && looked < LOOKED_AT; s = s.sibling) {
            boolean fits = s.state == Share.State.READY
                    && s.at == site
                    && s.target.site == site
                    && s.attempts == first.attempts
                    && s.size() <= room;
            if (fits) {
                site.strand(first.mail.turn).remove(s);
                s.state = Share.State.RUNNING;
                room -= s.size();
                last.next = s;
                last = s;
            }
            looked++;
        }
    }

    /**
     * Its site was tried since we run, by itself or in vain by others: a clock that was wrong while we did not run ends
     * nothing that could have gone. What was never tried runs out of time like the rest (RFC 5321 §4.5.4.1).
     */
    static boolean isHopeless(Share share) {
        Site site = at(share);
        boolean wasTried = share.attempts > 0 && share.mail.tried || site.failures > 0;
        return site.free() <= 0 && wasTried;
    }

    /** Where it runs, or is ready. */
    static Site at(Share share) {
        Site site = share.at;
        if (site == null) {
            throw new IllegalStateException("a share of " + share.mail.id() + " runs nowhere");
        }
        return site;
    }
}

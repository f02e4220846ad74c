package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers that destinations have in common, as seen from one lane: how much they take at a time, how much per time, and
 * whether they rest because they were down. Domains with the same MX hosts are one site.
 */
final class Site {
    final Lane lane;

    /** MX hosts with commas between them; the destination's own name where no DNS is asked. */
    final String name;

    final SiteRules.Policy policy;
    final Concurrency concurrency;
    private final @Nullable Meter meter;

    /** Destinations that messages wait for. */
    int targets;

    int running;

    /** Strands that may go. Never less than there is room for, as long as others are parked. */
    int eligible;

    /** Rests in a row without success between them. */
    int failures;

    /** It rests until then; 0: it does not. */
    long restUntil;

    /** Its rate lets nothing more go until then; 0: it does. */
    long pacedUntil;

    /** It has answered since it became known, or since it was down. */
    private boolean proven;

    /** It stands in {@link Lane#wantRoom}. */
    boolean wantsRoom;

    /** It stands among those to be forgotten. */
    boolean listedUnused;

    long unusedSince;

    /** Why the last attempt that failed for now did. */
    @Nullable
    String lastReason;

    private @Nullable Map<Turn, Strand> strands;
    private @Nullable ArrayDeque<Strand> parked;

    Site(Lane lane, String name, SiteRules.Policy policy) {
        this.lane = lane;
        this.name = name;
        this.policy = policy;
        this.concurrency = new Concurrency(policy.start(), policy.most());
        this.meter = policy.rate().isUnlimited() ? null : new Meter(policy.rate());
        this.proven = name.equals(Destination.LOCAL.key()) || isFinding();
    }

    /** Where destinations wait whose site is not known yet. */
    boolean isFinding() {
        return name.isEmpty();
    }

    int free() {
        int free = freeWithoutLane();
        return proven ? free : Math.min(free, lane.roomForUnproven());
    }

    private int freeWithoutLane() {
        return restUntil != 0 || pacedUntil != 0 ? 0 : concurrency.limit() - running;
    }

    /** Nothing but the lane's share for those who have not proven themselves keeps it waiting. */
    boolean lacksOnlyRoom() {
        return !proven && parked != null && eligible < freeWithoutLane();
    }

    /** An attempt begins; whether the next one has to wait for the rate: {@link #pacedUntil}. */
    long begin(long now) {
        running++;
        lane.unproven += proven ? 0 : 1;
        return meter == null ? now : meter.start(now);
    }

    void end() {
        running--;
        lane.unproven -= proven ? 0 : 1;
    }

    boolean isProven() {
        return proven;
    }

    void proven(boolean is) {
        if (proven != is) {
            proven = is;
            lane.unproven += is ? -running : running;
        }
    }

    void shift(long by) {
        unusedSince += by;
        if (meter != null) {
            meter.shift(by);
        }
    }

    boolean isUnused() {
        return targets == 0 && isIdle() && restUntil == 0 && pacedUntil == 0;
    }

    /** Nothing runs, nothing is about to. */
    boolean isIdle() {
        return running == 0 && eligible == 0 && parked == null;
    }

    /** A new one would know as much. */
    boolean knowsNothing() {
        return failures == 0 && !concurrency.isLearned();
    }

    Strand strand(Turn turn) {
        Map<Turn, Strand> map = strands;
        if (map == null) {
            map = new HashMap<>(2);
            strands = map;
        }
        return map.computeIfAbsent(turn, t -> new Strand(this, t));
    }

    void drop(Strand strand) {
        if (strands != null) {
            strands.remove(strand.turn, strand);
            if (strands.isEmpty()) {
                strands = null;
            }
        }
    }

    void park(Strand strand) {
        strand.place = Strand.Place.PARKED;
        ArrayDeque<Strand> queue = parked;
        if (queue == null) {
            queue = new ArrayDeque<>(2);
            parked = queue;
        }
        queue.add(strand);
    }

    /** The next parked strand that has something; those emptied since are forgotten. */
    @Nullable
    Strand unpark() {
        while (parked != null) {
            Strand strand = parked.poll();
            if (strand == null) {
                parked = null;
                return null;
            }
            strand.place = Strand.Place.NOWHERE;
            if (parked.isEmpty()) {
                parked = null;
            }
            if (!strand.isEmpty()) {
                return strand;
            }
            drop(strand);
        }
        return null;
    }
}

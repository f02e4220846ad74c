package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One destination as seen from one lane: how much it takes at a time, and whether it rests because it was down. */
final class Site {
    final Lane lane;
    final Destination destination;

    /** Shares that name this site, in whatever state. */
    int shares;

    int running;

    /** How many may run at a time. */
    int limit;

    /** Strands that may go. Never less than there is room for, as long as others are parked. */
    int eligible;

    /** Rests in a row without success between them. */
    int failures;

    /** It rests until then; 0: it does not. */
    long restUntil;

    /** Why the last attempt that failed for now did. */
    @Nullable
    String lastReason;

    private @Nullable Map<Turn, Strand> strands;
    private @Nullable ArrayDeque<Strand> parked;

    Site(Lane lane, Destination destination, int limit) {
        this.lane = lane;
        this.destination = destination;
        this.limit = limit;
    }

    int free() {
        return restUntil != 0 ? 0 : limit - running;
    }

    boolean isUnused() {
        return shares == 0 && running == 0 && eligible == 0 && restUntil == 0;
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
            if (!strand.isEmpty()) {
                return strand;
            }
            drop(strand);
        }
        return null;
    }
}

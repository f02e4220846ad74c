package org.maillon.queue;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sites that rest, by when they are to be tried again. A rest that was cut short ({@link Site#restUntil} says so) stays here until its time, and then means nothing. */
final class Rests {
    private record Rest(Site site, long until) {
        boolean holds() {
            return site.restUntil == until;
        }
    }

    private final PriorityQueue<Rest> rests = new PriorityQueue<>(Comparator.comparingLong(Rest::until));

    void begin(Site site, long until) {
        site.restUntil = until;
        rests.add(new Rest(site, until));
    }

    /** {@link Long#MAX_VALUE} where nobody rests. */
    long firstEnd() {
        Rest first = rests.peek();
        return first == null ? Long.MAX_VALUE : first.until();
    }

    /** A site whose rest is over, which it is then; null where there is none. */
    @Nullable
    Site pollOver(long now) {
        for (Rest first = rests.peek(); first != null && first.until() <= now; first = rests.peek()) {
            rests.remove();
            if (first.holds()) {
                first.site().restUntil = 0;
                return first.site();
            }
        }
        return null;
    }

    /** All of them end so much later. */
    void shift(long by) {
        List<Rest> all = List.copyOf(rests);
        rests.clear();
        all.stream().filter(Rest::holds).forEach(rest -> begin(rest.site(), rest.until() + by));
    }
}

package org.maillon.queue;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sites that wait for a time: they rest because they were down, or their rate lets nothing more go. A rest that was cut
 * short ({@link Site#restUntil} says so) stays here until its time, and then means nothing.
 */
final class Rests {
    private enum Why {
        REST,
        RATE
    }

    private record Rest(Site site, Why why, long until) {
        boolean holds() {
            return until
                    == switch (why) {
                        case REST -> site.restUntil;
                        case RATE -> site.pacedUntil;
                    };
        }

        void set(long to) {
            switch (why) {
                case REST -> site.restUntil = to;
                case RATE -> site.pacedUntil = to;
            }
        }
    }

    private final PriorityQueue<Rest> rests = new PriorityQueue<>(Comparator.comparingLong(Rest::until));

    void rest(Site site, long until) {
        begin(new Rest(site, Why.REST, until));
    }

    void pace(Site site, long until) {
        begin(new Rest(site, Why.RATE, until));
    }

    private void begin(Rest rest) {
        rest.set(rest.until());
        rests.add(rest);
    }

    /** {@link Long#MAX_VALUE} where nobody waits. */
    long firstEnd() {
        Rest first = rests.peek();
        return first == null ? Long.MAX_VALUE : first.until();
    }

    /** A site whose pause is over, which it is then; null where there is none. */
    @Nullable
    Site pollOver(long now) {
        for (Rest first = rests.peek(); first != null && first.until() <= now; first = rests.peek()) {
            rests.remove();
            if (first.holds()) {
                first.set(0);
                return first.site();
            }
        }
        return null;
    }

    /** All of them end so much later. */
    void shift(long by) {
        List<Rest> all = List.copyOf(rests);
        rests.clear();
        all.stream().filter(Rest::holds).forEach(rest -> begin(new Rest(rest.site(), rest.why(), rest.until() + by)));
    }
}

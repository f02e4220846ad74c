package org.maillon.reports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Counts of one domain and day: of what fared alike, how many.
 *
 * @param <A> what is said once of them all
 * @param <R> what they have in common
 */
final class Tally<A, R> {
    private A about;
    private final Map<R, Long> counts = new LinkedHashMap<>();
    private boolean changed;

    Tally(A about) {
        this.about = about;
    }

    A about() {
        return about;
    }

    /** @param most rows; more go uncounted */
    void add(A said, R row, long count, int most) {
        about = said;
        if (counts.size() < most || counts.containsKey(row)) {
            counts.merge(row, count, Long::sum);
            changed = true;
        }
    }

    int size() {
        return counts.size();
    }

    void each(BiConsumer<R, Long> told) {
        counts.forEach(told);
    }

    /** Whether it changed since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}

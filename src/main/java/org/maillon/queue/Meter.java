package org.maillon.queue;

/** Spreads starts over time, one each {@code spacing}; a timer that is late by some milliseconds catches up. */
final class Meter {
    /** Timers and threads have no finer time: a rate above one a millisecond must not become one. */
    private static final long LATE_MICROS = 20_000;

    private final long spacing;
    private final long late;

    /** When the next start would be due if none had been late. */
    private long next = Long.MIN_VALUE;

    Meter(Rate rate) {
        this.spacing = rate.spacingMicros();
        this.late = spacing < LATE_MICROS ? LATE_MICROS : 0;
    }

    /** Something starts. Returns the time from which the next may, at most {@code now} where it may at once. */
    long start(long now) {
        next = Math.max(next, now * 1000) + spacing;
        return Math.ceilDiv(next - late, 1000);
    }

    void shift(long byMillis) {
        if (next != Long.MIN_VALUE) {
            next += byMillis * 1000;
        }
    }
}

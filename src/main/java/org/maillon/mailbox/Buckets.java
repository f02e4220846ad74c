package org.maillon.mailbox;

import java.time.Duration;
import java.time.Instant;

/** Cuts time into halves of the span that deliveries are remembered: three buckets kept cover the span, and the oldest goes as a whole. */
record Buckets(long seconds) {
    static final int KEPT_BEFORE = 2;

    static Buckets keeping(Duration span) {
        return new Buckets(Math.max(1, span.toSeconds() / KEPT_BEFORE));
    }

    /**
     * Where a change stands in time.
     *
     * @param mayForget whether the oldest bucket may go
     */
    record Window(Instant now, int bucket, boolean mayForget) {}

    int of(Instant at) {
        return Math.toIntExact(at.getEpochSecond() / seconds);
    }
}

package org.maillon.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** For what happens to everybody at once, such as a disk that fails, and need be said only now and then. */
public final class Seldom {
    private final Duration between;
    private final InstantSource steady;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /** @param steady a clock that is never set */
    public Seldom(Duration between, InstantSource steady) {
        this.between = between;
        this.steady = steady;
    }

    /** Whether it is time to say it; then it is not again for {@code between}. */
    public boolean isTime() {
        Instant now = steady.instant();
        Instant due = next.get();
        return !now.isBefore(due) && next.compareAndSet(due, now.plus(between));
    }
}

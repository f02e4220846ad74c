package org.maillon.kernel;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: it begins with the time of day and goes on with the monotonic clock. For bounds on how long
 * something may take or be remembered; what is written down or told to others bears the time of day.
 */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanos;
    private final long began;

    SteadyClock(InstantSource timeOfDay, LongSupplier nanos) {
        this.start = timeOfDay.instant();
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    public static SteadyClock from(InstantSource timeOfDay) {
        return new SteadyClock(timeOfDay, System::nanoTime);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - began);
    }
}

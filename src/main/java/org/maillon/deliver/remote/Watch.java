package org.maillon.deliver.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time that is left to something. */
record Watch(InstantSource clock, Instant end) {
    static Watch over(InstantSource clock, Duration time) {
        return new Watch(clock, clock.instant().plus(time));
    }

    /** A shorter wait within this one. */
    Watch within(Duration time) {
        Instant sooner = clock.instant().plus(time);
        return sooner.isBefore(end) ? new Watch(clock, sooner) : this;
    }

    Duration left() {
        return Duration.between(clock.instant(), end);
    }

    boolean isOver() {
        return !left().isPositive();
    }
}

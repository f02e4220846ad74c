package org.maillon.deliver.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time that is left to something.
 *
 * @param step the longest wait within it
 */
record Watch(InstantSource clock, Instant end, Duration step) {
    static Watch over(InstantSource clock, Duration time) {
        return over(clock, time, time);
    }

    static Watch over(InstantSource clock, Duration time, Duration step) {
        return new Watch(clock, clock.instant().plus(time), step);
    }

    /** A shorter wait within this one. */
    Watch within(Duration time) {
        Instant sooner = clock.instant().plus(patience(time));
        return sooner.isBefore(end) ? new Watch(clock, sooner, step) : this;
    }

    /** How long is waited where {@code time} is allowed. */
    Duration patience(Duration time) {
        return time.compareTo(step) < 0 ? time : step;
    }

    Duration left() {
        return Duration.between(clock.instant(), end);
    }

    boolean isOver() {
        return !left().isPositive();
    }
}

package org.maillon.serve.net;

import java.time.Duration;

/** A moment on the monotonic clock by which something has to be done. */
public record Deadline(long nanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public Deadline orEarlier(Deadline other) {
        return other.nanos - nanos < 0 ? other : this;
    }

    /** At least a millisecond while there is time left; 0 when it has run out. */
    public int millisLeft() {
        long left = nanos - System.nanoTime();
        return left <= 0 ? 0 : Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
    }
}

package org.maillon.queue;

import java.util.Arrays;

/**
 * How often the clock was set while we ran, and by how much: a message is as old as the time that has really passed since
 * it came. A clock that jumps a year ahead makes no message a year older, one that jumps back keeps none for a year.
 *
 * <p>Known in memory alone: what was read back at start is as old as its stamp says.
 */
final class Eras {
    /** A message remembers its era in one octet; a clock that is set more often than this has other troubles. */
    private static final int MOST = 127;

    /** By how much the clock had been set, in all, when each era began. */
    private long[] shifts = {0};

    /** @param by milliseconds, negative where it was set back */
    void begin(long by) {
        long all = shifts[shifts.length - 1] + by;
        if (shifts.length <= MOST) {
            shifts = Arrays.copyOf(shifts, shifts.length + 1);
        }
        shifts[shifts.length - 1] = all;
    }

    byte now() {
        return (byte) (shifts.length - 1);
    }

    /** When a message arrived, by the clock as it goes now. */
    long arrived(Mail mail) {
        return mail.arrivedMillis() + shifts[shifts.length - 1] - shifts[mail.era];
    }
}

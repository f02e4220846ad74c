package org.maillon.submit.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * How much there was in the time that has just gone by: counts in slots of time, the oldest of which fall out. What is
 * counted stays for the whole length and for less than one slot more. Not safe for several threads.
 */
final class Window {
    private final long slot;
    private final int[] counts;
    private long newest;
    private int sum;

    /** @param slots how finely the length is divided */
    Window(Duration length, int slots) {
        this.slot = length.toMillis() / slots;
        this.counts = new int[slots + 1];
    }

    static Window ofMinute() {
        return new Window(Duration.ofMinutes(1), 6);
    }

    static Window ofHour() {
        return new Window(Duration.ofHours(1), 60);
    }

    static Window ofDay() {
        return new Window(Duration.ofDays(1), 96);
    }

    int count(Instant now) {
        turnTo(now);
        return sum;
    }

    void add(Instant when, int number) {
        turnTo(when);
        counts[index(newest)] += number;
        sum += number;
    }

    /** When there is less than {@code most}, which is one or more, if nothing is added. */
    Instant below(int most, Instant now) {
        turnTo(now);
        int left = sum;
        for (long oldest = newest - counts.length + 1; oldest <= newest; oldest++) {
            if (left < most) {
                return oldest == newest - counts.length + 1 ? now : endOf(oldest - 1);
            }
            left -= counts[index(oldest)];
        }
        return endOf(newest);
    }

    private Instant endOf(long number) {
        return Instant.ofEpochMilli((number + counts.length) * slot);
    }

    /** A time before the newest slot counts into that one. */
    private void turnTo(Instant when) {
        long now = when.toEpochMilli() / slot;
        long steps = Math.min(now - newest, counts.length);
        for (long i = 1; i <= steps; i++) {
            int at = index(now - steps + i);
            sum -= counts[at];
            counts[at] = 0;
        }
        newest = Math.max(newest, now);
    }

    private int index(long number) {
        return (int) Math.floorMod(number, (long) counts.length);
    }
}

package org.maillon.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What the seed has in store: which kinds of trouble there are at all, and how often. Most worlds have a few of them only: what hides behind another trouble shows where that one is absent. */
final class Plan {
    enum Trouble {
        REFUSED_CONNECTIONS,
        SILENT_CONNECTIONS,
        BUSY_PEERS,
        REFUSING_PEERS,
        HANGING_PEERS,
        DROPPING_PEERS,
        DROPS_IN_THE_BODY,
        DROPS_AT_THE_DOT,
        LATE_ANSWERS,
        GARBLED_ANSWERS,
        ENDLESS_ANSWERS,
        STUCK_PEERS,
        GREYLISTING,
        DEAD_HOSTS,
        DNS_FAILS,
        DNS_SILENT,
        DNS_CHANGES,
        CRASHES,
        CRASHES_AT_COMMITS,
        STOPS,
        COMMITS_FAIL,
        COMMITS_FAIL_LATE,
        DISK_FULL,
        DISK_UNREADABLE,
        SLOW_DISK,
        CLOCK_JUMPS,
        CLOCK_JUMPS_WHILE_DOWN,
        OPERATOR,
        DIRECTORY_CHANGES,
        READERS,
        LOST_CLIENTS
    }

    /** One in so many; absent: never. */
    private final Map<Trouble, Integer> rates = new EnumMap<>(Trouble.class);

    final int messages;
    final Duration length;
    final Map<String, String> queue = new HashMap<>();
    private boolean over;

    Plan(SplittableRandom entropy) {
        int share = entropy.nextInt(2, 9);
        for (Trouble trouble : Trouble.values()) {
            if (entropy.nextInt(10) < share - 1) {
                rates.put(trouble, 2 << entropy.nextInt(6));
            }
        }
        messages = 4 << entropy.nextInt(4);
        length = entropy.nextInt(4) == 0
                ? Duration.ofHours(entropy.nextInt(24, 240))
                : Duration.ofMinutes(entropy.nextInt(20, 1200));
        bounds(entropy);
    }

    private void bounds(SplittableRandom entropy) {
        queue.put("attempts", "" + entropy.nextInt(6, 40));
        queue.put("attempts-per-server", "" + entropy.nextInt(4, 30));
        queue.put("destination-start", "" + entropy.nextInt(1, 3));
        queue.put("destination-most", "" + entropy.nextInt(3, 6));
        queue.put("local-most", "" + entropy.nextInt(1, 6));
        queue.put("recipients-per-attempt", "" + entropy.nextInt(1, 8));
        queue.put("expansions", "" + entropy.nextInt(2, 12));
        queue.put("returned-most", entropy.nextBoolean() ? "64KiB" : "1KiB");
        queue.put("recent-memory", entropy.nextBoolean() ? "32MiB" : "0B");
        if (entropy.nextInt(3) == 0) {
            queue.put("expire-after", "1d");
        }
    }

    boolean has(Trouble trouble) {
        return !over && rates.containsKey(trouble);
    }

    boolean strikes(Trouble trouble, SplittableRandom entropy) {
        Integer oneIn = over ? null : rates.get(trouble);
        return oneIn != null && entropy.nextInt(oneIn) == 0;
    }

    /** From now on all is well. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public String toString() {
        return messages + " messages, " + length + ", " + rates + ", " + new java.util.TreeMap<>(queue);
    }
}

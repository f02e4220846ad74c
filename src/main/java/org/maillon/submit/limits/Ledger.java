package org.maillon.submit.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What is counted of one account. Pure: it is told what time it is and what is stored. Not safe for several threads. */
final class Ledger {
    /** What it takes in memory beside the recipients, in octets. */
    private static final int FRAME = 1_500;

    private static final long[] NONE = {};

    private final LimitSettings settings;
    private final Window hour = Window.ofHour();
    private final Window day = Window.ofDay();
    private Window fresh = Window.ofDay();
    private long[] known;
    private Optional<Instant> heldSince;
    private Instant warned = Instant.MIN;

    /** @param stored recipients since the day before {@code now} count for the limit of this day */
    Ledger(LimitSettings settings, List<RecipientRows.Known> stored, RecipientRows.Mark mark, Instant now) {
        this.settings = settings;
        this.heldSince = mark.heldSince();
        this.known = sorted(stored);
        Instant from = now.minus(Duration.ofDays(1));
        stored.stream()
                .map(RecipientRows.Known::since)
                .filter(since -> since.isAfter(from) && since.isAfter(mark.released()) && !since.isAfter(now))
                .sorted()
                .forEach(since -> fresh.add(since, 1));
    }

    /** When the next message is taken; empty: now. */
    Optional<Full> full(Instant now) {
        return over(hour, settings.messagesPerHour(), "hour", now)
                .or(() -> over(day, settings.messagesPerDay(), "day", now));
    }

    /** @param again when the next one is taken */
    record Full(int most, String time, Instant again) {}

    private static Optional<Full> over(Window window, int most, String time, Instant now) {
        return most == 0 || window.count(now) < most
                ? Optional.empty()
                : Optional.of(new Full(most, time, window.below(most, now)));
    }

    void message(Instant now) {
        hour.add(now, 1);
        day.add(now, 1);
    }

    /** Of these, those never written to before, each once. */
    long[] unknown(long[] hashes) {
        for (long hash : hashes) {
            if (isUnknown(hash)) {
                return Arrays.stream(hashes).filter(this::isUnknown).distinct().toArray();
            }
        }
        return NONE; // as with nearly every message
    }

    private boolean isUnknown(long hash) {
        return Arrays.binarySearch(known, hash) < 0;
    }

    boolean mayMeet(int number, Instant now) {
        return heldSince.isEmpty() && fresh.count(now) + number <= settings.newRecipientsPerDay();
    }

    void meet(long[] hashes, Instant now) {
        fresh.add(now, hashes.length);
        know(hashes);
    }

    /** Without counting them. */
    void know(long[] hashes) {
        known = LongStream.concat(Arrays.stream(known), Arrays.stream(hashes))
                .sorted()
                .distinct()
                .toArray();
    }

    void know(List<RecipientRows.Known> left) {
        known = sorted(left);
    }

    int remembered() {
        return known.length;
    }

    /** Whether it is so from now on. */
    boolean hold(Instant now) {
        boolean begins = heldSince.isEmpty();
        heldSince = Optional.of(heldSince.orElse(now));
        return begins;
    }

    /** Whether to warn: the first time, and then a day later at the earliest. */
    boolean warns(Instant now) {
        boolean due =
                warned.equals(Instant.MIN) || Duration.between(warned, now).compareTo(Duration.ofDays(1)) >= 0;
        warned = due ? now : warned;
        return due;
    }

    void release() {
        heldSince = Optional.empty();
        fresh = Window.ofDay();
        warned = Instant.MIN;
    }

    Standing standing(Instant now) {
        return new Standing(hour.count(now), day.count(now), fresh.count(now), known.length, heldSince);
    }

    int weight() {
        return FRAME + known.length * Long.BYTES;
    }

    private static long[] sorted(List<RecipientRows.Known> all) {
        return all.stream().mapToLong(RecipientRows.Known::hash).sorted().toArray();
    }
}

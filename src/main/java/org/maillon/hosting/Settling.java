package org.maillon.hosting;

import java.util.Optional;
import java.util.function.Supplier;

/** Does a conditional change again while others get in between, up to a bound. */
final class Settling {
    private static final int MOST_TRIES = 64;

    private Settling() {}

    /** {@code attempt} is empty where a precondition failed. */
    static <T> Outcome<T> settle(Supplier<Optional<Outcome<T>>> attempt) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Outcome<T>> outcome = attempt.get();
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return Outcome.refused(
                Outcome.Cause.BUSY, "Others changed the same entries all the while. Nothing was changed; try again.");
    }

    static <T> Optional<Outcome<T>> done(T value) {
        return Optional.of(new Outcome.Done<>(value));
    }

    static <T> Optional<Outcome<T>> refused(Outcome.Cause cause, String sentence) {
        return Optional.of(Outcome.refused(cause, sentence));
    }
}

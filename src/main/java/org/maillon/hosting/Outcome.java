package org.maillon.hosting;

import java.util.Optional;

/** What became of a change of the directory. */
public sealed interface Outcome<T> {
    /** Durable. */
    record Done<T>(T value) implements Outcome<T> {}

    /**
     * Nothing was changed.
     *
     * @param sentence what was wrong and what to do, for whoever asked
     */
    record Refused<T>(Cause cause, String sentence) implements Outcome<T> {}

    enum Cause {
        /** The name does not follow its grammar, or a value is out of bounds. */
        INVALID,
        EXISTS,
        MISSING,
        /** It belongs to another tenant. */
        FOREIGN,
        /** Something still hangs on it. */
        IN_USE,
        /** Others changed the same rows again and again; nothing is wrong with the request. */
        BUSY
    }

    static <T> Outcome<T> refused(Cause cause, String sentence) {
        return new Refused<>(cause, sentence);
    }

    default boolean isDone() {
        return this instanceof Done;
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Done<T>(T value) -> Optional.of(value);
            case Refused<T> _ -> Optional.empty();
        };
    }
}

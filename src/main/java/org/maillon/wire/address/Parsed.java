package org.maillon.wire.address;

import java.util.Optional;

/** What came of reading one rule of a grammar: the value, or where it broke and a sentence that says why. */
public sealed interface Parsed<T> {
    /** @param end the position of the first octet behind what was read */
    record Valid<T>(T value, int end) implements Parsed<T> {}

    /**
     * @param at the position of the octet that does not fit, counted from 0
     * @param why a clause that a person can act on, without a full stop
     */
    record Invalid<T>(int at, String why) implements Parsed<T> {}

    /** For callers to whom the reason does not matter. */
    default Optional<T> asOptional() {
        return switch (this) {
            case Valid<T> valid -> Optional.of(valid.value());
            case Invalid<T> _ -> Optional.empty();
        };
    }
}

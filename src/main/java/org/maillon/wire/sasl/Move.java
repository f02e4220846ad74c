package org.maillon.wire.sasl;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/** What comes next in an exchange. */
public sealed interface Move {
    /** Say this, and go on with what the client says to it. */
    record Challenge(Bytes octets, Turn next) implements Move {}

    /** Ask the house, and go on with its answer. */
    record Ask(Question question, Asked next) implements Move {}

    record Succeeded() implements Move {}

    /** @param sentence what the client reads in place of the usual words */
    record Failed(Fault fault, Optional<String> sentence) implements Move {
        Failed(Fault fault) {
            this(fault, Optional.empty());
        }
    }
}

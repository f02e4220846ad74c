package org.maillon.wire.sasl;

/** What the house says to a {@link Question}. */
public sealed interface Answer {
    record Granted() implements Answer {}

    record Denied() implements Answer {}

    record Keys(ScramKeys keys) implements Answer {}

    /** Not now. */
    record Later() implements Answer {}

    /** Not now, to one who guessed too often. */
    record Blocked(String sentence) implements Answer {}
}

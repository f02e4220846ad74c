package org.maillon.wire.sasl;

/** An exchange in which the house is to answer. */
@FunctionalInterface
public interface Asked {
    Move answered(Answer answer);
}

package org.maillon.wire.sasl;

import java.util.Optional;
import org.maillon.kernel.Secret;

/** What an exchange wants to know from the house. Names are as the client gave them, prepared by SASLprep. */
public sealed interface Question {
    /**
     * Is this the password? Brings granted, denied or later.
     *
     * @param authorize whom the client wants to act as; empty: whom it logs in as
     */
    record Password(Optional<String> authorize, String name, Secret password) implements Question {}

    /** What are the account's SCRAM keys? Brings keys, also for a name that nobody has; or later. */
    record Keys(String name) implements Question {}

    /**
     * The client has proved that it knows one of the passwords, or none. Brings granted, denied or later.
     *
     * @param key which of those that the house named; empty: none
     */
    record Proved(Optional<String> authorize, String name, Optional<ScramKeys.Pair> key) implements Question {}

    /** Is this token good? Brings granted, denied or later. */
    record Token(Optional<String> authorize, Secret token) implements Question {}
}

package org.maillon.reports;

import java.util.Optional;
import org.maillon.wire.address.Address;

/** Takes a message of ours on its way, as one of a user's: the port through which reports go out. */
@FunctionalInterface
public interface Outbox {
    /** Empty: it is taken; else why it was not. */
    Optional<String> send(Address from, Address to, byte[] message);

    /** Whether what is sent from there is signed (DKIM). */
    default boolean signs(Address from) {
        return true;
    }
}

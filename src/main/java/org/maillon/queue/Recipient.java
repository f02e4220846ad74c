package org.maillon.queue;

import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.RcptParameters;

/**
 * One recipient of a message.
 *
 * @param destination the lane it waits in
 * @param depth how many aliases and forwards led here: the loop guard's count
 * @param forwarder the domain of the address of ours that led here last: in its name the message goes on
 */
public record Recipient(
        Address address,
        RcptParameters parameters,
        Destination destination,
        int depth,
        Optional<Domain.Name> forwarder) {
    /** One that the sender named. */
    public Recipient(Address address, RcptParameters parameters, Destination destination, int depth) {
        this(address, parameters, destination, depth, Optional.empty());
    }
}

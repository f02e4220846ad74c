package org.maillon.queue;

import org.maillon.wire.address.Address;

/** Names the lane in which a recipient waits: the port through which the queue asks the route table, for the notices it writes itself. */
public interface Lanes {
    Destination of(Address recipient);
}

package org.maillon.queue;

import java.util.Optional;
import org.maillon.wire.address.Address;

/** What mailboxes know and the queue may not, because a crash came between their commit and its own. */
@FunctionalInterface
public interface Arrivals {
    /**
     * Whether a mailbox has taken this recipient's copy already, in a try that was never recorded. Asked before the queue
     * gives {@link Courier.Content#reference} up, which would take that copy's octets away.
     */
    Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient);
}

package org.maillon.deliver;

import org.maillon.queue.Arrivals;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Result;

/** Brings a message into a mailbox of ours: how {@link Delivery} calls on {@code deliver.local}. */
public interface MailboxDelivery extends Arrivals {
    /**
     * @param recipient its position in the envelope
     */
    Result deliver(Attempt attempt, int recipient, Courier.Content content);
}

package org.maillon.queue;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.maillon.store.BlobId;
import org.maillon.wire.address.Address;

/** Tries one attempt: the port through which the queue asks for delivery. Called on a virtual thread of its own; never throws for a peer's faults. */
public interface Courier extends Arrivals {
    /** One result per recipient tried, in the attempt's order. */
    List<Result> carry(Attempt attempt, Content content);

    /**
     * Which servers a destination by MX has just now: its hosts in one order, with commas between them, so that domains with
     * the same servers are one site. Asks DNS, so it may block; the destination's own key where DNS cannot tell.
     */
    default String site(Destination destination) {
        return destination.key();
    }

    /** Who keeps no mailboxes has none to look into. */
    @Override
    default Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
        return Optional.empty();
    }

    /** The message's octets, CRLF lines, not dot-stuffed: the head that we put before it, and the blob. */
    interface Content {
        long size();

        /** From the start, as often as asked. */
        InputStream open();

        /** The head among it. */
        default Treatment treatment() {
            return Treatment.NONE;
        }

        /** The blob behind it, for a mailbox that keeps a reference instead of a copy. */
        BlobId blob();

        /** The name under which the blob is held for recipient {@code number}, handed over to its mailbox with a {@link Result.Delivered} that says so. */
        String reference(int number);
    }
}

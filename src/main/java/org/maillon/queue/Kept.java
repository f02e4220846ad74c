package org.maillon.queue;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * A queued message as read from its rows.
 *
 * @param envelope with the recipients appended since
 * @param size the content's octets, without the head
 * @param content the octets themselves, while they are still at hand
 */
record Kept(Envelope envelope, long size, Treatment treatment, Optional<Bytes> content) {
    /** Of the message as it goes on. */
    long total() {
        return treatment.head().length() + size;
    }

    /** What it costs in memory, about. */
    int weight() {
        return 400
                + 300 * envelope.recipients().size()
                + treatment.head().length()
                + content.map(Bytes::length).orElse(0);
    }
}

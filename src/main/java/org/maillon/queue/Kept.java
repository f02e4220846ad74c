package org.maillon.queue;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * A queued message as read from its rows.
 *
 * @param envelope with the recipients appended since
 * @param size the content's octets
 * @param content the octets themselves, while they are still at hand
 */
record Kept(Envelope envelope, long size, Optional<Bytes> content) {
    /** What it costs in memory, about. */
    int weight() {
        return 400
                + 300 * envelope.recipients().size()
                + content.map(Bytes::length).orElse(0);
    }
}

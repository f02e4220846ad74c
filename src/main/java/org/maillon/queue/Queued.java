package org.maillon.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message in the queue, as an operator sees it.
 *
 * @param envelope with all recipients, also those that have come to their end
 * @param size the content's octets
 * @param open the recipients that have not
 */
public record Queued(QueueId id, Envelope envelope, long size, boolean held, List<Open> open) {
    public Queued {
        open = List.copyOf(open);
    }

    /**
     * @param number its place among the envelope's recipients, which stays
     * @param attempts those made
     * @param due when it is tried next; in the past where it is ready or runs
     * @param last what came of the last attempt, in words
     */
    public record Open(
            int number, Recipient recipient, Filter.State state, int attempts, Instant due, Optional<String> last) {}
}

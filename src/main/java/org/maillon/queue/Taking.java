package org.maillon.queue;

import org.maillon.store.PendingBlob;

/** A message about to be kept: what travels beside it, what was done to it, and its octets. */
public record Taking(Envelope envelope, Treatment treatment, PendingBlob content) {
    public Taking(Envelope envelope, PendingBlob content) {
        this(envelope, Treatment.NONE, content);
    }
}

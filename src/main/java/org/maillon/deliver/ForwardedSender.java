package org.maillon.deliver;

import org.maillon.queue.Envelope;
import org.maillon.queue.Recipient;
import org.maillon.wire.address.ReversePath;

/** In whose name a forward goes on to another server: the port through which senders are rewritten (SRS). */
@FunctionalInterface
public interface ForwardedSender {
    ForwardedSender AS_IT_CAME = (envelope, _) -> envelope.sender();

    /** @param recipient one that an alias or a forward led to */
    ReversePath of(Envelope envelope, Recipient recipient);
}

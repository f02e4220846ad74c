package org.maillon.deliver;

import org.maillon.wire.address.ReversePath;

/** In whose name a forward goes on to another server: the port through which senders are rewritten (SRS). */
@FunctionalInterface
public interface ForwardedSender {
    ForwardedSender AS_IT_CAME = sender -> sender;

    ReversePath of(ReversePath sender);
}

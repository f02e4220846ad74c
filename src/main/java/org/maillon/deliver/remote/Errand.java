package org.maillon.deliver.remote;

import java.util.List;
import java.util.Optional;
import org.maillon.deliver.tls.TlsWish;
import org.maillon.queue.Courier;
import org.maillon.queue.Envelope;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.wire.address.ReversePath;

/**
 * A message to hand over, and to whom.
 *
 * @param recipients positions in the envelope
 * @param id under which a session may be kept that has heard its envelope
 */
public record Errand(Envelope envelope, List<Integer> recipients, Courier.Content content, Optional<QueueId> id) {
    public Errand {
        recipients = List.copyOf(recipients);
    }

    public Errand(Envelope envelope, List<Integer> recipients, Courier.Content content) {
        this(envelope, recipients, content, Optional.empty());
    }

    /** What its sender wants of TLS. */
    TlsWish wish() {
        if (envelope.parameters().requireTls()) {
            return TlsWish.REQUIRED; // RFC 8689 §4.1: beside it the header's field counts for nothing
        }
        return envelope.parameters().wishes().tlsWaived() ? TlsWish.WAIVED : TlsWish.NONE;
    }

    Recipient recipient(int slot) {
        return envelope.recipients().get(recipients.get(slot));
    }

    boolean senderNeedsUtf8() {
        return envelope.sender() instanceof ReversePath.Sender(var address) && address.needsUtf8();
    }

    boolean recipientNeedsUtf8(int slot) {
        return recipient(slot).address().needsUtf8();
    }
}

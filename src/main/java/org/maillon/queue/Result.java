package org.maillon.queue;

import java.util.List;
import java.util.Optional;
import org.maillon.wire.smtp.Reply;

/** What one attempt did for one recipient. */
public sealed interface Result {
    /**
     * It has arrived, and is no longer ours.
     *
     * @param by the server that took it, in words: {@code mx1.example.org [192.0.2.1]:25}, {@code mailbox ada@example.org}
     * @param reply what it said
     * @param referenceKept whether a mailbox now owns {@link Courier.Content#reference}
     * @param relayedWithoutDsn whether the peer lacks DSN, so that a NOTIFY=SUCCESS is ours to answer (RFC 3461 §5.2.2)
     */
    record Delivered(String by, Reply reply, boolean referenceKept, boolean relayedWithoutDsn) implements Result {}

    /** It goes on to other addresses (alias, forward): this recipient ends and these take its place, durably, in one batch. */
    record Expanded(List<Recipient> into, String why) implements Result {}

    /** Not now. */
    record Deferred(Failure failure) implements Result {}

    /** Not ever. */
    record Failed(Failure failure) implements Result {}

    /**
     * @param reply the reply that decided, the peer's or one of our own making
     * @param remote the peer's name, where the reply is a peer's
     * @param why for the trace, in plain words: what we tried, what happened
     * @param destinationDown whether the whole destination is to be rested, not just this message
     * @param tried the server that was tried, also where it gave no reply (RFC 3461 §6.3)
     */
    record Failure(Reply reply, Optional<String> remote, String why, boolean destinationDown, Optional<String> tried) {
        /** Where a server was tried if it was one that replied. */
        public Failure(Reply reply, Optional<String> remote, String why, boolean destinationDown) {
            this(reply, remote, why, destinationDown, remote);
        }
    }
}

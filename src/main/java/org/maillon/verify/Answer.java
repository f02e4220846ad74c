package org.maillon.verify;

import java.util.Optional;
import org.maillon.wire.smtp.Reply;

/** What came of a question to another server. */
public sealed interface Answer {
    /**
     * It answered RCPT.
     *
     * @param toMadeUp its answer to the name that nobody bears, where that was asked
     */
    record Said(String server, Reply reply, Optional<Reply> toMadeUp) implements Answer {}

    /** It would not hear of the sender: nothing is said about the recipient (RFC 5321 §3.3). */
    record SenderRefused(String server, Reply reply) implements Answer {}

    /** No server of its domain could be asked just now, nor could it about another name. */
    record Unreachable(String why) implements Answer {}

    /** We did not ask: for politeness, or because it is ourselves. */
    record NotAsked(String why) implements Answer {}
}

package org.maillon.serve.smtp;

import java.util.List;
import java.util.Optional;
import org.maillon.submit.Incoming;
import org.maillon.submit.Login;
import org.maillon.submit.RecipientAnswer;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.TextFault;

/** What the conversation hears of: from the client, or from an {@link Effect}. */
sealed interface Event {
    /** @param offers what EHLO offers to this client beyond what it offers to everyone */
    record Said(Command command, List<String> offers) implements Event {
        Said(Command command) {
            this(command, List.of());
        }
    }

    /**
     * A line that is no command; the reply says why.
     *
     * @param outOfStep whether what follows can no longer be told from a command
     */
    record Misread(Reply reply, boolean outOfStep) implements Event {
        Misread(Reply reply) {
            this(reply, false);
        }
    }

    /** A line in the middle of AUTH. */
    record Responded(ClientLine line) implements Event {}

    /** @param login who it is, where the answer is granted */
    record HouseAnswered(Answer answer, Optional<Login> login) implements Event {}

    /** Empty: welcome. */
    record SenderJudged(Optional<Reply> refusal) implements Event {}

    record RecipientJudged(RecipientAnswer answer) implements Event {}

    record Verified(Reply reply) implements Event {}

    record Opened(Incoming incoming) implements Event {}

    record TextRead(Optional<TextFault> fault) implements Event {}

    record ChunkRead(Optional<TextFault> fault) implements Event {}

    record Finished(Reply reply) implements Event {}

    /** What was asked of the house could not be done: the store is full or broken, or we have a fault. */
    record Failed(boolean full) implements Event {}

    /** As many messages are on their way in as may be at one time. */
    record Crowded() implements Event {}

    /** @param fault of a text that did not end: a client that sends LF alone waits for ever otherwise, and learns nothing */
    record TimedOut(Optional<TextFault> fault) implements Event {}

    record Stopping() implements Event {}

    record PeerGone() implements Event {}
}

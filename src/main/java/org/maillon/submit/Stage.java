package org.maillon.submit;

import java.util.Optional;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.smtp.Reply;

/**
 * One thing that happens to one message on its way in. A stage sees the octets as the client sends them, and has its say
 * once the last one is here. Stages know nothing of each other; each passes on what it has changed in {@link Taken}.
 */
public interface Stage extends AutoCloseable {
    /** The next octets, as {@link Incoming#write} has them; not called any more once a bound is broken. */
    default void write(byte[] octets, int from, int length) {}

    /**
     * The same without the fields that stages remove: the header in one piece, then the body as it comes. What is shown to a
     * program beside us must not hold what we have taken out, and what it says of the n-th field is about these.
     */
    default void writeKept(byte[] octets, int from, int length) {}

    /** Whether a field of the client's header stays out of what is kept. Asked when the header is whole, before any of it is kept. */
    default boolean removes(HeaderField field) {
        return false;
    }

    /** Whether our Received field is silent about where the message came from (RFC 5321 §7.6). Asked first of all. */
    default boolean hidesClient() {
        return false;
    }

    /** Whether it may want the client's fields changed once the body has been seen: then they are kept apart until its say. */
    default boolean holdsHeader() {
        return false;
    }

    /** May block, up to a bound of its own: the client waits. */
    Step pass(Taken message);

    /** The message is decided, or gone: once, always. */
    @Override
    default void close() {}

    sealed interface Step {
        /** On to the next stage. */
        record Next(Taken message) implements Step {}

        /** The client's answer; no stage after this one runs. */
        record Answer(Reply reply) implements Step {}
    }

    /** Makes the stage for a message whose envelope is complete. */
    interface Maker {
        /** Empty where such a message has nothing to do with it. */
        Optional<Stage> open(Transaction transaction, Taken.Receipt receipt);
    }
}

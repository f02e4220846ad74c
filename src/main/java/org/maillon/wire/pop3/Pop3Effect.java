package org.maillon.wire.pop3;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.maillon.wire.sasl.Question;

/** What the session does after a step. */
public sealed interface Pop3Effect {
    record Say(Pop3Reply reply) implements Pop3Effect {}

    /** A reply of many lines: {@code reply}, {@code lines}, a dot. The stream is to be read once, as it is written. */
    record Show(Pop3Reply reply, Stream<String> lines) implements Pop3Effect {}

    /**
     * A message, dot-stuffed, after {@code reply}.
     *
     * @param bodyLines how many lines of the body; empty: all of it
     */
    record Send(Pop3Reply reply, int number, long uid, OptionalInt bodyLines) implements Pop3Effect {}

    /** Say it, begin TLS, and go on with a core that knows of it. Where it fails, the connection is lost. */
    record StartTls(Pop3Reply reply) implements Pop3Effect {}

    /** Ask the house, and go on with {@link Pop3Core#answered}. */
    record Ask(Question question) implements Pop3Effect {}

    /** Open the mailbox of whom the house has granted last, and go on with {@link Pop3Core#access}. */
    record Enter() implements Pop3Effect {}

    /** Delete what the state says, answer with {@link Pop3Reply#deleted} or {@link Pop3Reply#notDeleted}, and close. */
    record Commit() implements Pop3Effect {}

    record SayAndClose(Pop3Reply reply) implements Pop3Effect {}
}

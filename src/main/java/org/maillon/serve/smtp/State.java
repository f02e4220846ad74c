package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.queue.Recipient;
import org.maillon.submit.Login;
import org.maillon.wire.sasl.Asked;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Turn;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.Verb;

/** Where a conversation stands. Those that end in {@code Asked} or {@code Opening} wait for what an effect brings, not for the client. */
sealed interface State {
    /** @param extended EHLO rather than HELO */
    record Hello(String name, boolean extended) {}

    record Greeted() implements State {}

    record Identified(Hello hello) implements State {}

    /**
     * In the middle of AUTH: the client's next line is a response (RFC 4954 §4).
     *
     * @param granted who it is, where the house has said so and the client is still to hear it
     */
    record Authenticating(Hello hello, Mechanism mechanism, Turn turn, Optional<Login> granted) implements State {}

    /** In the middle of AUTH: the house is asked. */
    record HouseAsked(Hello hello, Mechanism mechanism, Asked asked) implements State {}

    record SenderAsked(Hello hello, Command.Mail mail) implements State {}

    record MailGiven(Hello hello, Command.Mail mail, List<Recipient> recipients) implements State {
        public MailGiven {
            recipients = List.copyOf(recipients);
        }

        MailGiven plus(Recipient recipient) {
            List<Recipient> more = new ArrayList<>(recipients.size() + 1);
            more.addAll(recipients);
            more.add(recipient);
            return new MailGiven(hello, mail, more);
        }
    }

    record RecipientAsked(MailGiven given) implements State {}

    record TextOpening(MailGiven given) implements State {}

    /** Behind 354. */
    record Receiving(MailGiven given, Body body) implements State {}

    record ChunkOpening(MailGiven given, Command.Bdat chunk) implements State {}

    /** @param octets of all chunks taken so far */
    record Chunking(MailGiven given, Body body, long octets) implements State {}

    record ChunkComing(Chunking before, Command.Bdat chunk) implements State {}

    /** The body is whole; what becomes of it is being decided. */
    record Finishing(MailGiven given) implements State {}

    record Over() implements State {}

    /** What the client said at EHLO or HELO. */
    default Hello hello() {
        return switch (this) {
            case Identified identified -> identified.hello;
            case SenderAsked asked -> asked.hello;
            case Authenticating at -> at.hello;
            case HouseAsked asked -> asked.hello;
            case Greeted _, Over _ -> throw new IllegalStateException("nobody has said hello");
            case MailGiven given -> given.hello;
            case RecipientAsked _, TextOpening _, Receiving _, ChunkOpening _, Chunking _, ChunkComing _, Finishing _ ->
                given().hello;
        };
    }

    /** The message begun. */
    default MailGiven given() {
        return switch (this) {
            case MailGiven given -> given;
            case RecipientAsked asked -> asked.given;
            case TextOpening opening -> opening.given;
            case Receiving receiving -> receiving.given;
            case ChunkOpening opening -> opening.given;
            case Chunking chunking -> chunking.given;
            case ChunkComing coming -> coming.before.given;
            case Finishing finishing -> finishing.given;
            case Greeted _, Identified _, SenderAsked _, Authenticating _, HouseAsked _, Over _ ->
                throw new IllegalStateException("no message is begun");
        };
    }

    /** Which commands fit. */
    default Verb.Phase phase() {
        return switch (this) {
            case Greeted _, Over _ -> Verb.Phase.GREETED;
            case Identified _, SenderAsked _, Authenticating _, HouseAsked _ -> Verb.Phase.IDENTIFIED;
            case MailGiven _, RecipientAsked _, TextOpening _, ChunkOpening _, Receiving _, Finishing _ ->
                Verb.Phase.MAIL_GIVEN;
            case Chunking _, ChunkComing _ -> Verb.Phase.CHUNKING;
        };
    }

    /** Whether the client has said SMTPUTF8, and so reads UTF-8 in replies (RFC 6531 §3.7.4.2). */
    default boolean readsUtf8() {
        return switch (this) {
            case Greeted _, Over _, Identified _, Authenticating _, HouseAsked _ -> false;
            case SenderAsked asked -> asked.mail().parameters().utf8();
            case MailGiven given -> given.mail().parameters().utf8();
            case RecipientAsked asked -> asked.given().readsUtf8();
            case TextOpening opening -> opening.given().readsUtf8();
            case Receiving receiving -> receiving.given().readsUtf8();
            case ChunkOpening opening -> opening.given().readsUtf8();
            case Chunking chunking -> chunking.given().readsUtf8();
            case ChunkComing coming -> coming.before().readsUtf8();
            case Finishing finishing -> finishing.given().readsUtf8();
        };
    }

    /** Whether a message is begun, and its time runs. */
    default boolean hasTransaction() {
        return switch (this) {
            case Greeted _, Identified _, Over _, Authenticating _, HouseAsked _ -> false;
            case SenderAsked _,
                    MailGiven _,
                    RecipientAsked _,
                    TextOpening _,
                    Receiving _,
                    ChunkOpening _,
                    Chunking _,
                    ChunkComing _,
                    Finishing _ -> true;
        };
    }
}

package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import org.maillon.queue.Recipient;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.Verb;

/** Where a conversation stands. Those that end in {@code Asked} or {@code Opening} wait for what an effect brings, not for the client. */
sealed interface State {
    /** @param extended EHLO rather than HELO */
    record Hello(String name, boolean extended) {}

    record Greeted() implements State {}

    record Identified(Hello hello) implements State {}

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

    /** Which commands fit. */
    default Verb.Phase phase() {
        return switch (this) {
            case Greeted _, Over _ -> Verb.Phase.GREETED;
            case Identified _, SenderAsked _ -> Verb.Phase.IDENTIFIED;
            case MailGiven _, RecipientAsked _, TextOpening _, ChunkOpening _, Receiving _, Finishing _ ->
                Verb.Phase.MAIL_GIVEN;
            case Chunking _, ChunkComing _ -> Verb.Phase.CHUNKING;
        };
    }

    /** Whether the client has said SMTPUTF8, and so reads UTF-8 in replies (RFC 6531 §3.7.4.2). */
    default boolean readsUtf8() {
        return switch (this) {
            case Greeted _, Over _, Identified _ -> false;
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
            case Greeted _, Identified _, Over _ -> false;
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

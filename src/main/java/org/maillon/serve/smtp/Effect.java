package org.maillon.serve.smtp;

import org.maillon.submit.Incoming;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.RcptParameters;

/** What the conversation wants done. Those that bring an {@link Event} say which. */
sealed interface Effect {
    /** TLS from here on. Brings nothing: where it fails, the connection is lost. */
    record StartTls() implements Effect {}

    /** Brings HouseAnswered. */
    record AskHouse(Question question, Mechanism mechanism) implements Effect {}

    /** Brings SenderJudged. */
    record AskSender(State.Hello hello, Command.Mail mail) implements Effect {}

    /** Brings RecipientJudged. */
    record AskRecipient(State.MailGiven given, Address recipient, RcptParameters parameters) implements Effect {}

    /** Brings Verified. */
    record Verify(State.Hello hello, Address address) implements Effect {}

    /** Brings Opened. */
    record Open(State.MailGiven given) implements Effect {}

    /** Brings TextRead. */
    record ReadText(Incoming incoming) implements Effect {}

    /** Brings ChunkRead. */
    record ReadChunk(Body body, Command.Bdat chunk) implements Effect {}

    /** The octets behind a BDAT that is not acted on. Brings nothing, unless they do not come. */
    record Swallow(long octets) implements Effect {}

    /** Brings Finished. */
    record Finish(Incoming incoming) implements Effect {}

    record Forget(Incoming incoming) implements Effect {}
}

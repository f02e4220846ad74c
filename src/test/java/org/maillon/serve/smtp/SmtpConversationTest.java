package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Settings;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.submit.Incoming;
import org.maillon.submit.RecipientAnswer;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.TextFault;

/** The core alone: no thread, no socket, no clock. */
class SmtpConversationTest {
    private static final Address BOB =
            Address.parse("bob@example.net").asOptional().orElseThrow();
    private static final Command MAIL = new Command.Mail(new ReversePath.Null(), MailParameters.NONE);
    private static final Command RCPT = new Command.Rcpt(new ForwardPath.Mailbox(BOB), RcptParameters.NONE, true);
    private static final Reply NO = Reply.of(550, "5.1.1", "no");

    private final SmtpConversation conversation =
            new SmtpConversation(Fixture.host(), Fixture.settings(), () -> Fixture.MOST_OCTETS);

    private static final class Nowhere implements Incoming {
        @Override
        public void write(byte[] octets, int from, int length) {}

        @Override
        public Reply finish() {
            return Reply.of(250, "2.0.0", "Queued");
        }

        @Override
        public void close() {}
    }

    private Outcome after(Event... events) {
        Outcome outcome = new Outcome(Standing.START, List.of(), List.of());
        for (Event event : events) {
            outcome = conversation.step(outcome.next(), event);
        }
        return outcome;
    }

    private static Event said(Command command) {
        return new Event.Said(command);
    }

    private static final Event EHLO = said(new Command.Ehlo("c"));
    private static final Event SENDER_TAKEN = new Event.SenderJudged(Optional.empty());
    private static final Event RECIPIENT_TAKEN = new Event.RecipientJudged(
            new RecipientAnswer.Welcome(new Recipient(BOB, RcptParameters.NONE, Destination.LOCAL, 0)));

    private static int code(Outcome outcome) {
        return outcome.replies().getLast().code();
    }

    @Test
    void asksForTheSenderBeforeItAnswersMail() {
        Outcome asked = after(EHLO, said(MAIL));
        assertThat(asked.replies()).isEmpty();
        assertThat(asked.effects()).singleElement().isInstanceOf(Effect.AskSender.class);
        assertThat(code(after(EHLO, said(MAIL), SENDER_TAKEN))).isEqualTo(250);
    }

    @Test
    void takesAsManyMessagesInAConversationAsItSaysAndNotOneMore() {
        SmtpSettings settings = Settings.read(SmtpSettings.class, Map.of("max-messages", "2"));
        SmtpConversation bounded = new SmtpConversation(Fixture.host(), settings, () -> 1000);
        Outcome outcome = bounded.step(Standing.START, EHLO);
        assertThat(outcome.replies().getFirst().lines()).contains("LIMITS RCPTMAX=1000 MAILMAX=2");
        for (int i = 1; i <= 2; i++) {
            outcome = bounded.step(outcome.next(), said(MAIL));
            assertThat(outcome.effects()).hasSize(1);
            outcome = bounded.step(bounded.step(outcome.next(), SENDER_TAKEN).next(), said(new Command.Rset()));
        }
        outcome = bounded.step(outcome.next(), said(MAIL));
        assertThat(outcome.replies()).extracting(Reply::code).containsExactly(421);
        assertThat(outcome.next().state()).isEqualTo(new State.Over());
    }

    @Test
    void hasNoTransactionAfterARefusedSender() {
        Outcome refused = after(EHLO, said(MAIL), new Event.SenderJudged(Optional.of(NO)));
        assertThat(refused.next().state()).isInstanceOf(State.Identified.class);
        assertThat(refused.replies()).containsExactly(NO);
    }

    @Test
    void keepsTheTransactionAfterARefusedRecipient() {
        Outcome refused = after(
                EHLO, said(MAIL), SENDER_TAKEN, said(RCPT), new Event.RecipientJudged(new RecipientAnswer.Refused(NO)));
        assertThat(refused.next().state())
                .isInstanceOfSatisfying(
                        State.MailGiven.class,
                        given -> assertThat(given.recipients()).isEmpty());
    }

    private Outcome receiving() {
        return after(
                EHLO,
                said(MAIL),
                SENDER_TAKEN,
                said(RCPT),
                RECIPIENT_TAKEN,
                said(new Command.Data()),
                new Event.Opened(new Nowhere()));
    }

    @Test
    void says354OnlyOnceTheMessageHasAPlace() {
        Outcome opening = after(EHLO, said(MAIL), SENDER_TAKEN, said(RCPT), RECIPIENT_TAKEN, said(new Command.Data()));
        assertThat(opening.replies()).isEmpty();
        assertThat(opening.effects()).singleElement().isInstanceOf(Effect.Open.class);
        assertThat(code(receiving())).isEqualTo(354);
        assertThat(receiving().effects()).singleElement().isInstanceOf(Effect.ReadText.class);
    }

    @Test
    void forgetsAMessageWithAFaultAndFinishesOneWithout() {
        Outcome bad = conversation.step(receiving().next(), new Event.TextRead(Optional.of(TextFault.BARE_LF)));
        assertThat(bad.effects()).singleElement().isInstanceOf(Effect.Forget.class);
        assertThat(code(bad)).isEqualTo(550);
        Outcome good = conversation.step(receiving().next(), new Event.TextRead(Optional.empty()));
        assertThat(good.effects()).singleElement().isInstanceOf(Effect.Finish.class);
        assertThat(good.replies()).isEmpty();
    }

    @Test
    void nothingOfOneMessageSticksToTheNext() {
        Standing done = conversation
                .step(
                        conversation
                                .step(receiving().next(), new Event.TextRead(Optional.empty()))
                                .next(),
                        new Event.Finished(Reply.of(250, "2.0.0", "Queued")))
                .next();
        assertThat(done.state()).isEqualTo(new State.Identified(new State.Hello("c", true)));
        Outcome data = conversation.step(done, said(new Command.Data()));
        assertThat(code(data)).isEqualTo(503);
    }

    @Test
    void forgetsTheBodyHoweverTheConversationEnds() {
        for (Event end : List.of(
                new Event.PeerGone(),
                new Event.Stopping(),
                new Event.TimedOut(Optional.empty()),
                new Event.Failed(true))) {
            Outcome outcome = conversation.step(receiving().next(), end);
            assertThat(outcome.effects()).as("%s", end).singleElement().isInstanceOf(Effect.Forget.class);
        }
    }

    @Test
    void endsAtTheErrorBoundAndNotBefore() {
        Event error = new Event.Misread(Reply.of(500, "5.5.2", "what?"));
        assertThat(code(after(EHLO, error, error, error, error))).isEqualTo(500);
        Outcome last = after(EHLO, error, error, error, error, error);
        assertThat(last.replies()).extracting(Reply::code).containsExactly(500, 421);
        assertThat(last.next().state()).isEqualTo(new State.Over());
    }

    @Test
    void beginsTheCountAnewWithAMessageTaken() {
        Standing erring = Standing.START.in(new State.Finishing(given())).with(new Standing.Tally(4, 9, 3, 7));
        assertThat(conversation
                        .step(erring, new Event.Finished(Reply.of(250, "2.0.0", "ok")))
                        .next()
                        .tally())
                .isEqualTo(new Standing.Tally(0, 0, 0, 7));
        assertThat(conversation.step(erring, new Event.Finished(NO)).next().tally())
                .isEqualTo(erring.tally());
    }

    private static State.MailGiven given() {
        return new State.MailGiven(new State.Hello("c", true), (Command.Mail) MAIL, List.of());
    }

    @Test
    void swallowsWhatFollowsABdatThatDoesNotFit() {
        Outcome outcome = after(EHLO, said(new Command.Bdat(77, true)));
        assertThat(code(outcome)).isEqualTo(503);
        assertThat(outcome.effects()).containsExactly(new Effect.Swallow(77));
    }

    /** Its octets would be read as commands, and the message be taken without them. */
    @Test
    void aChunkThatCannotBeCountedEndsItsMessageAndTheConversation() {
        Event chunk = said(new Command.Bdat(3, false));
        Outcome chunking = after(EHLO, said(MAIL), SENDER_TAKEN, said(RCPT), RECIPIENT_TAKEN, chunk);
        Standing open = conversation
                .step(
                        conversation
                                .step(chunking.next(), new Event.Opened(new Nowhere()))
                                .next(),
                        new Event.ChunkRead(Optional.empty()))
                .next();
        Outcome bad = conversation.step(open, new Event.Misread(Reply.of(501, "5.5.4", "BDAT: what?"), true));
        assertThat(bad.replies()).extracting(Reply::code).containsExactly(501, 421);
        assertThat(bad.effects()).singleElement().isInstanceOf(Effect.Forget.class);
        assertThat(bad.next().state()).isEqualTo(new State.Over());
    }

    @Test
    void whatWasPipelinedBehindARefusedMailOrChunkIsNoErrorOfTheClients() {
        Standing now =
                after(EHLO, said(MAIL), new Event.SenderJudged(Optional.of(NO))).next();
        for (Command command : List.of(RCPT, new Command.Data(), new Command.Bdat(1, false))) {
            Outcome outcome = conversation.step(now, said(command));
            assertThat(outcome.replies()).extracting(Reply::code).containsExactly(503);
            assertThat(outcome.next().tally().errors()).isZero();
            assertThat(outcome.next().tally().refusals()).isOne();
        }
        Standing nobody = after(
                        EHLO,
                        said(MAIL),
                        SENDER_TAKEN,
                        said(RCPT),
                        new Event.RecipientJudged(new RecipientAnswer.Refused(NO)))
                .next();
        Outcome chunk = conversation.step(nobody, said(new Command.Bdat(1, false)));
        assertThat(code(chunk)).isEqualTo(554);
        assertThat(chunk.next().tally().errors()).isZero();
    }

    /** Two thousand recipients in one go: half are for another transaction, and none of them was guessed at. */
    @Test
    void recipientsBeyondTheBoundAreNoRefusals() {
        Standing full = after(EHLO, said(MAIL), SENDER_TAKEN).next();
        for (int i = 0; i < Fixture.settings().maxRecipients(); i++) {
            full = conversation
                    .step(conversation.step(full, said(RCPT)).next(), RECIPIENT_TAKEN)
                    .next();
        }
        Outcome beyond = conversation.step(full, said(RCPT));
        assertThat(code(beyond)).isEqualTo(452);
        assertThat(beyond.next().tally().refusals()).isZero();
    }
}

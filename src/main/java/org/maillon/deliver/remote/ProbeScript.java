package org.maillon.deliver.remote;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.maillon.deliver.remote.HeardEnvelope.Heard;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.verify.Answer;
import org.maillon.verify.Purpose;
import org.maillon.verify.Question;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

/**
 * What is said in one session to learn of one recipient: MAIL, RCPT, and where it says yes a RCPT for a name that nobody
 * bears. A yes to that one must not stay in a transaction that a body may follow: RSET, and the envelope anew.
 */
final class ProbeScript {
    /** For the trace field that we put before the message (RFC 1870 §5: an estimate is to be on the safe side). */
    private static final long ROOM_FOR_OUR_TRACE = 1024;

    private static final int MOST_UNTOLD = 100; // RFC 5321 §4.5.3.1.8: so many a server takes

    /** Whatever a server says that it takes: each question looks through those before it. */
    static final int MOST_RECIPIENTS = 1000;

    private static final RcptParameters SILENTLY =
            new RcptParameters(Optional.of(Set.of(Notify.NEVER)), Optional.empty());

    private final ReversePath curious;

    /** @throws IllegalArgumentException where the sender of the settings is no address */
    ProbeScript(ProbeSettings settings) {
        this.curious = settings.senderPath();
    }

    /** What came of it. */
    sealed interface Outcome {}

    record Answered(Answer answer) implements Outcome {}

    /** The session is of no more use. */
    record Lost(HopTrouble trouble) implements Outcome {}

    /** Whether the open transaction may name this recipient too (RFC 9422 §4). */
    boolean hasRoom(PeerSession session, Question question) {
        var limits = session.extensions().limits();
        int most = Math.min(limits.recipients().orElse(MOST_UNTOLD), MOST_RECIPIENTS);
        return session.heard()
                .filter(envelope -> envelope.saysTheSame(sender(question), declared(question))
                        && envelope.recipients().size() < most
                        && (limits.domains().isEmpty() || isOfOneDomain(envelope, question)))
                .isPresent();
    }

    private static boolean isOfOneDomain(HeardEnvelope envelope, Question question) {
        return envelope.recipients().stream()
                .allMatch(heard ->
                        heard.address().domain().equals(question.address().domain()));
    }

    Outcome play(PeerSession session, Question question) {
        if (question.address().needsUtf8() && !session.extensions().offers(Keyword.SMTP_UTF8)) {
            return new Answered(new Answer.NotAsked(session + " takes ASCII addresses only"));
        }
        try {
            return new Answered(exchange(session, question));
        } catch (PeerLostException e) {
            return new Lost(HopTrouble.lost(session.hop(), Kind.BROKE_OFF, e));
        } catch (LeavingException e) {
            return new Lost(HopTrouble.said(session.hop(), Kind.DOWN, e.reply, e.to));
        }
    }

    /** The peer says good-bye (RFC 5321 §3.8), or will not reset. */
    private static final class LeavingException extends Exception {
        private final transient Reply reply;
        private final String to;

        LeavingException(Reply reply, String to) {
            super(to, null, false, false);
            this.reply = reply;
            this.to = to;
        }
    }

    private Answer exchange(PeerSession session, Question question) throws PeerLostException, LeavingException {
        boolean atOnce = session.extensions().offers(Keyword.PIPELINING);
        if (session.heard().isEmpty()) {
            Optional<Reply> refusal = begin(session, question, atOnce);
            if (refusal.isPresent()) {
                return new Answer.SenderRefused(session.hop().host(), refusal.get());
            }
        } else {
            atOnce = false;
        }
        if (!atOnce) {
            session.commands().rcpt(question.address(), parameters(question), session.extensions());
        }
        Reply reply = heard(session, Awaited.RCPT, "to RCPT");
        session.proves();
        Optional<Reply> toMadeUp = Optional.empty();
        if (isYes(reply)) {
            session.adds(new Heard(question.address(), parameters(question)));
            toMadeUp = toMadeUp(session, question);
        }
        return new Answer.Said(session.hop().host(), reply, toMadeUp);
    }

    /** MAIL, and with PIPELINING the RCPT behind it (RFC 2920 §3.1). A reply here refuses the sender. */
    private Optional<Reply> begin(PeerSession session, Question question, boolean atOnce)
            throws PeerLostException, LeavingException {
        boolean resets = session.needsReset();
        if (resets) {
            session.commands().rset();
        }
        session.commands().mail(sender(question), declared(question), session.extensions());
        session.transactionBegins();
        if (atOnce) {
            session.commands().rcpt(question.address(), parameters(question), session.extensions());
        }
        if (resets) {
            resets(session);
        }
        Reply reply = heard(session, Awaited.MAIL, "to MAIL");
        session.proves();
        if (isYes(reply)) {
            session.hears(new HeardEnvelope(sender(question), declared(question), List.of()));
            return Optional.empty();
        }
        if (atOnce) {
            var _ = heard(session, Awaited.RCPT, "to RCPT"); // refused because of MAIL: it says nothing
        }
        session.transactionEnds(); // none has begun
        return Optional.of(reply);
    }

    private static void resets(PeerSession session) throws PeerLostException, LeavingException {
        Reply reset = heard(session, Awaited.RESET, "to RSET");
        if (!isYes(reset)) {
            throw new LeavingException(reset, "to RSET");
        }
    }

    private static Reply heard(PeerSession session, Awaited awaited, String to)
            throws PeerLostException, LeavingException {
        Reply reply = session.hear(awaited);
        if (reply.code() == 421) {
            throw new LeavingException(reply, to);
        }
        return reply;
    }

    /** Whatever goes wrong from here on, the answer about the recipient is in. */
    private static Optional<Reply> toMadeUp(PeerSession session, Question question) {
        if (question.madeUp().isEmpty()) {
            return Optional.empty();
        }
        Optional<Reply> toMadeUp = Optional.empty();
        try {
            session.commands().rcpt(question.madeUp().get(), SILENTLY, session.extensions());
            toMadeUp = Optional.of(heard(session, Awaited.RCPT, "to RCPT"));
            if (isYes(toMadeUp.get())) {
                withoutMadeUp(session, question);
            }
        } catch (PeerLostException | LeavingException _) {
            session.forgets();
        }
        return toMadeUp;
    }

    /** No body must ever follow a name that we made up. */
    private static void withoutMadeUp(PeerSession session, Question question)
            throws PeerLostException, LeavingException {
        HeardEnvelope envelope = session.heard().orElseThrow();
        session.forgets();
        if (!(question.purpose() instanceof Purpose.Delivery) || !session.takesAnother()) {
            return;
        }
        session.commands().rset();
        resets(session);
        session.transactionEnds();
        session.commands().mail(envelope.sender(), envelope.declared(), session.extensions());
        session.transactionBegins();
        boolean whole = isYes(heard(session, Awaited.MAIL, "to MAIL"));
        for (Heard heard : envelope.recipients()) {
            if (whole) {
                session.commands().rcpt(heard.address(), heard.parameters(), session.extensions());
                whole = isYes(heard(session, Awaited.RCPT, "to RCPT"));
            }
        }
        if (whole) {
            session.hears(envelope);
        }
    }

    private static boolean isYes(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private ReversePath sender(Question question) {
        return switch (question.purpose()) {
            case Purpose.Delivery delivery -> delivery.sender();
            case Purpose.Curiosity _ -> curious;
        };
    }

    private static RcptParameters parameters(Question question) {
        return switch (question.purpose()) {
            case Purpose.Delivery delivery -> delivery.recipient();
            case Purpose.Curiosity _ -> SILENTLY;
        };
    }

    private static MailParameters declared(Question question) {
        return switch (question.purpose()) {
            case Purpose.Delivery delivery -> declared(delivery, question.address());
            case Purpose.Curiosity _ -> question.address().needsUtf8() ? UTF8 : MailParameters.NONE;
        };
    }

    private static final MailParameters UTF8 = new MailParameters(
            OptionalLong.empty(), MailParameters.NONE.body(), true, Optional.empty(), Optional.empty());

    private static MailParameters declared(Purpose.Delivery delivery, Address recipient) {
        MailParameters given = delivery.parameters();
        OptionalLong size = given.size().stream()
                .flatMap(octets -> LongStream.of(octets + ROOM_FOR_OUR_TRACE))
                .findFirst();
        boolean senderNeedsUtf8 =
                delivery.sender() instanceof ReversePath.Sender(Address address) && address.needsUtf8();
        return new MailParameters(
                size,
                given.body(),
                given.utf8() || senderNeedsUtf8 || recipient.needsUtf8(),
                given.returned(),
                given.envelopeId(),
                given.wishes());
    }
}

package org.maillon.deliver.remote;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.queue.Recipient;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;
import org.maillon.wire.smtp.client.RcptAnswer;

/**
 * MAIL, RCPT for each recipient, and DATA (RFC 5321 §3.3). With PIPELINING they go out together (RFC 2920 §3.1), in
 * groups small enough that neither side waits for the other with full buffers; without it, one at a time.
 */
final class EnvelopeStage {
    private static final int GROUP = 8 * 1024;

    private EnvelopeStage() {}

    private sealed interface Step {
        record Reset() implements Step {}

        record Mail() implements Step {}

        record Rcpt(int slot) implements Step {}

        record Data() implements Step {}
    }

    static void exchange(Turn turn) throws PeerLostException {
        boolean pipelining = turn.session.extensions().offers(Keyword.PIPELINING);
        Deque<Step> unanswered = new ArrayDeque<>();
        for (Step step : steps(turn)) {
            if (unanswered.isEmpty() && isInVain(turn, step)) {
                return;
            }
            say(turn, step);
            unanswered.add(step);
            if (!pipelining || turn.session.commands().length() > GROUP) {
                hearAll(turn, unanswered);
            }
        }
        hearAll(turn, unanswered);
    }

    private static List<Step> steps(Turn turn) {
        List<Step> steps = new ArrayList<>(turn.slots.size() + 3);
        if (!turn.isContinued) {
            if (turn.session.needsReset()) {
                steps.add(new Step.Reset());
            }
            steps.add(new Step.Mail());
        }
        Set<Integer> heard = new HashSet<>(turn.accepted);
        turn.slots.stream().filter(slot -> !heard.contains(slot)).forEach(slot -> steps.add(new Step.Rcpt(slot)));
        if (!turn.shape.chunked()) {
            steps.add(new Step.Data());
        }
        return steps;
    }

    private static boolean isInVain(Turn turn, Step step) {
        return turn.isOver() || step instanceof Step.Data && turn.accepted.isEmpty();
    }

    private static void say(Turn turn, Step step) {
        var commands = turn.session.commands();
        var peer = turn.session.extensions();
        Errand errand = turn.journey.errand();
        switch (step) {
            case Step.Reset() -> commands.rset();
            case Step.Mail() -> {
                commands.mail(errand.envelope().sender(), turn.shape.declared(), peer);
                turn.session.transactionBegins();
            }
            case Step.Rcpt(int slot) -> {
                Recipient recipient = errand.recipient(slot);
                commands.rcpt(recipient.address(), recipient.parameters(), peer);
            }
            case Step.Data() -> commands.data();
        }
    }

    private static void hearAll(Turn turn, Deque<Step> unanswered) throws PeerLostException {
        while (!unanswered.isEmpty() && turn.leaving.isEmpty()) {
            hear(turn, unanswered.removeFirst());
        }
    }

    private static void hear(Turn turn, Step step) throws PeerLostException {
        switch (step) {
            case Step.Reset() -> answerToReset(turn, turn.session.hear(Awaited.RESET));
            case Step.Mail() -> answerToMail(turn, turn.session.hear(Awaited.MAIL));
            case Step.Rcpt(int slot) -> answerToRcpt(turn, slot, turn.session.hear(Awaited.RCPT));
            case Step.Data() -> answerToData(turn, turn.session.hear(Awaited.DATA));
        }
    }

    /** A server that will not reset is of no more use. */
    private static void answerToReset(Turn turn, Reply reply) {
        if (reply.code() / 100 != 2) {
            // Whatever its code, it says nothing about the recipients: the session is of no more use.
            var lost = new PeerLostException(PeerLostException.Kind.BROKEN, "said, to RSET: " + reply);
            turn.leaving = Optional.of(HopTrouble.lost(turn.session.hop(), Kind.DOWN, lost));
        }
    }

    private static void answerToMail(Turn turn, Reply reply) {
        if (reply.code() == 421) {
            leave(turn, reply, Kind.DOWN, "to MAIL");
            return;
        }
        turn.session.proves();
        if (reply.code() / 100 != 2) {
            turn.mailRefused = Optional.of(reply);
            turn.session.transactionEnds(); // none has begun
        }
    }

    private static void answerToRcpt(Turn turn, int slot, Reply reply) {
        if (turn.mailRefused.isPresent()) {
            return; // sent before we knew, refused because of MAIL: it says nothing of the recipient
        }
        if (turn.isContinued && reply.code() == 503) { // it has forgotten our envelope: no word about the recipient
            leave(turn, reply, Kind.BROKE_OFF, "to RCPT");
            return;
        }
        switch (RcptAnswer.of(reply, turn.accepted.size())) {
            case ACCEPTED -> turn.accepted.add(slot);
            case IN_ANOTHER_TRANSACTION -> turn.session.isFullWith(turn.accepted.size()); // it stays pending
            case NOT_NOW, NEVER ->
                turn.journey.outcomes().settle(slot, Outcomes.refused(turn.session, reply, "to RCPT"));
            case SERVER_LEAVES -> leave(turn, reply, Kind.DOWN, "to RCPT");
        }
    }

    private static void answerToData(Turn turn, Reply reply) throws PeerLostException {
        if (reply.code() == 421) { // it has heard all of the envelope: perhaps it means this sender
            leave(turn, reply, Kind.BROKE_OFF, "to DATA");
            return;
        } else if (turn.isContinued && reply.code() == 503) { // it has forgotten our envelope
            leave(turn, reply, Kind.DOWN, "to DATA");
            return;
        }
        turn.session.proves();
        if (reply.code() / 100 == 2) { // RFC 5321 §4.3.2: never to DATA; where are we?
            throw new PeerLostException(PeerLostException.Kind.GARBLED, "said, to DATA, " + reply);
        } else {
            turn.dataAnswer = Optional.of(reply);
        }
    }

    /** RFC 5321 §3.8: it closes the connection; the recipients without an answer are another server's. */
    private static void leave(Turn turn, Reply reply, Kind kind, String to) {
        turn.leaving = Optional.of(HopTrouble.said(turn.session.hop(), kind, reply, to));
    }
}

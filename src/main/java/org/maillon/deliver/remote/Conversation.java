package org.maillon.deliver.remote;

import java.util.List;
import java.util.Optional;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.queue.Result;
import org.maillon.wire.smtp.Reply;

/** All that is said to one peer for one errand: as many transactions as its recipients need. */
final class Conversation {
    private final RemoteSettings settings;
    private final Fitting fitting;
    private final Sessions sessions;

    Conversation(RemoteSettings settings, Sessions sessions) {
        this.settings = settings;
        this.fitting = new Fitting(settings);
        this.sessions = sessions;
    }

    /** Afterwards the session lies idle or is closed. A trouble says why recipients without an answer need another server. */
    Optional<HopTrouble> carry(PeerSession session, Journey journey) {
        boolean orderly = false;
        try {
            Optional<HopTrouble> trouble = transactions(session, journey);
            orderly = trouble.isEmpty();
            return trouble;
        } finally {
            if (orderly) {
                sessions.giveBack(session);
            } else {
                session.close();
            }
        }
    }

    private Optional<HopTrouble> transactions(PeerSession session, Journey journey) {
        Optional<Shape> shape = fitting.fit(session, journey);
        while (shape.isPresent() && journey.hasPending() && (session.heard().isPresent() || session.takesAnother())) {
            Turn turn = new Turn(session, journey, shape.get(), settings.recipientsPerTransaction()).continuing();
            transaction(turn);
            if (turn.leaving.isPresent()) {
                return turn.leaving;
            }
        }
        return Optional.empty();
    }

    private static void transaction(Turn turn) {
        boolean inEnvelope = true;
        try {
            EnvelopeStage.exchange(turn);
            inEnvelope = false;
            if (turn.leaving.isEmpty()) {
                afterEnvelope(turn);
            }
        } catch (PeerLostException e) {
            if (turn.inDoubt) {
                settleInDoubt(turn, e);
            }
            // A server that falls silent before it has seen any of the message does so to every other one too.
            Kind kind = inEnvelope && e.isTimeout() ? Kind.DOWN : Kind.BROKE_OFF;
            turn.leaving = Optional.of(HopTrouble.lost(turn.session.hop(), kind, e));
        }
    }

    private static void afterEnvelope(Turn turn) throws PeerLostException {
        turn.mailRefused.ifPresent(reply -> settle(turn, turn.journey.pending(), reply, "to MAIL"));
        if (turn.accepted.isEmpty()) {
            if (turn.mayGoOn()) {
                BodyStage.sendNothing(turn);
            }
        } else if (turn.shape.chunked() || turn.mayGoOn()) {
            BodyStage.send(turn);
        } else {
            turn.dataAnswer.ifPresent(reply -> settle(turn, turn.accepted, reply, "to DATA"));
        }
    }

    private static void settle(Turn turn, List<Integer> slots, Reply reply, String to) {
        turn.journey.outcomes().settle(slots, Outcomes.refused(turn.session, reply, to));
    }

    /**
     * The message is out and no answer came: taken or not, nobody knows. To try again may give it twice, not to try
     * again may lose it; SMTP repeats (RFC 5321 §4.5.4.1, RFC 1047). Another server now would make it likelier.
     */
    private static void settleInDoubt(Turn turn, PeerLostException lost) {
        String why = turn.session + " " + lost.what()
                + ", when all of the message was out: perhaps it has taken it; it will be tried again";
        turn.journey
                .outcomes()
                .settle(
                        turn.accepted,
                        new Result.Deferred(new Result.Failure(
                                lost.reply(),
                                Optional.empty(),
                                why,
                                false,
                                Optional.of(turn.session.hop().host()))));
    }
}

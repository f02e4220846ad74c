package org.maillon.hosting;

import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.wire.sasl.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of each password, proof and token past the gate: let in before it is looked at, the gate told what came of it, and
 * left in any case. What cannot be known just now is nobody's failure.
 */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final LogInGate gate;

    Entrance(LogInGate gate) {
        this.gate = gate;
    }

    /**
     * @param login whose the success or failure is
     * @param half whether something else is wanted before it is a success
     */
    record Came(String login, Decision decision, boolean half) {
        static Came of(String login, Decision decision) {
            return new Came(login, decision, false);
        }
    }

    /** What is answered before anything was given, or looked at. */
    Optional<Decision> closed(Attempt attempt, String login) {
        return gate.mayTry(attempt.from(), login).map(Entrance::blocked);
    }

    Came pass(Attempt attempt, String login, Supplier<Came> asking) {
        LogInGate.Entry entry = gate.enter(attempt.from(), login);
        try {
            return switch (entry) {
                case LogInGate.Entry.Open _ -> told(attempt, asking.get());
                case LogInGate.Entry.Narrow narrow -> throughDoor(attempt, login, narrow, asking);
                case LogInGate.Entry.Shut(LogInGate.Refused refused) -> Came.of(login, blocked(refused));
            };
        } finally {
            gate.leave(attempt.from(), login, entry);
        }
    }

    /** Where the address is blocked, whoever is let try and fails is answered as those who are not. */
    private Came throughDoor(Attempt attempt, String login, LogInGate.Entry.Narrow narrow, Supplier<Came> asking) {
        Came came = narrow.lets() ? asked(login, asking) : Came.of(login, Decision.DENIED);
        if (came.decision().isGranted()) {
            return told(attempt, came);
        }
        boolean failed = came.decision().answer() instanceof Answer.Denied;
        return Came.of(
                login, blocked(gate.refused(attempt.from(), login, failed ? narrow : narrow.withoutFailure())));
    }

    private static Came asked(String login, Supplier<Came> asking) {
        try {
            return asking.get();
        } catch (RuntimeException e) {
            LOG.error("a log-in at a blocked address could not be looked at", e);
            return Came.of(login, Decision.LATER);
        }
    }

    private Came told(Attempt attempt, Came came) {
        if (came.decision().answer() instanceof Answer.Denied) {
            gate.failed(attempt.from(), came.login());
        } else if (came.decision().isGranted() && !came.half()) {
            gate.succeeded(attempt.from(), came.login());
        }
        return came;
    }

    private static Decision blocked(LogInGate.Refused refused) {
        return Decision.of(new Answer.Blocked(refused.sentence()));
    }
}

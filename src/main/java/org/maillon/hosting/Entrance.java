package org.maillon.hosting;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.maillon.kernel.Secret;
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

    /**
     * What somebody gave.
     *
     * @param secret a password or token; nothing where it is a proof
     */
    record Given(String login, Secret secret) {
        static Given proof(String login) {
            return new Given(login, Secret.wrap(new byte[0]));
        }
    }

    Came pass(Attempt attempt, Given given, Function<Secret, Came> asking) {
        LogInGate.Entry entry = gate.enter(attempt.from(), given.login());
        if (entry instanceof LogInGate.Entry.Narrow narrow && narrow.lets()) {
            return new LetTry(attempt, given.login(), narrow).ask(given.secret(), asking);
        }
        try {
            return switch (entry) {
                case LogInGate.Entry.Open _ -> told(attempt, asking.apply(given.secret()));
                case LogInGate.Entry.Narrow narrow -> blocked(attempt, given.login(), narrow);
                case LogInGate.Entry.Shut(LogInGate.Refused refused) -> Came.of(given.login(), blocked(refused));
            };
        } finally {
            gate.leave(attempt.from(), given.login(), entry);
        }
    }

    /**
     * Where the address is blocked, whoever is let try and fails is answered as those who are not, and when they are. A
     * check that takes longer goes on alone; what came of it is counted and told nobody, and who was right is let in the
     * next time by what is remembered.
     */
    private final class LetTry {
        private final Attempt attempt;
        private final String login;
        private final LogInGate.Entry.Narrow narrow;
        private final AtomicBoolean over = new AtomicBoolean();
        private final CountDownLatch known = new CountDownLatch(1);
        private volatile Came came;

        LetTry(Attempt attempt, String login, LogInGate.Entry.Narrow narrow) {
            this.attempt = attempt;
            this.login = login;
            this.narrow = narrow;
            this.came = Came.of(login, Decision.LATER);
        }

        Came ask(Secret secret, Function<Secret, Came> asking) {
            Secret own = Secret.copyOf(secret.shared()); // whoever gave it wipes it once he has the answer
            boolean ours = true;
            try {
                Thread.ofVirtual().name("log-in").start(() -> check(own, asking));
                try {
                    gate.await(known, narrow);
                } finally {
                    ours = !over.compareAndSet(false, true); // else it is the check's to end it
                }
                return ours ? settled() : blocked(attempt, login, narrow.withoutFailure());
            } finally {
                if (ours) {
                    gate.leave(attempt.from(), login, narrow);
                }
            }
        }

        private void check(Secret own, Function<Secret, Came> asking) {
            try (own) {
                came = asking.apply(own);
            } catch (RuntimeException e) {
                LOG.error("a log-in at a blocked address could not be looked at", e);
            } finally {
                boolean late = !over.compareAndSet(false, true);
                known.countDown();
                if (late) {
                    tooLate();
                }
            }
        }

        private void tooLate() {
            try {
                if (!came.decision().isGranted()) {
                    var _ = settled();
                }
            } finally {
                gate.leave(attempt.from(), login, narrow);
            }
        }

        private Came settled() {
            Decision decision = came.decision();
            if (decision.isGranted()) {
                return told(attempt, came);
            }
            boolean failed = decision.answer() instanceof Answer.Denied;
            return blocked(attempt, login, failed ? narrow : narrow.withoutFailure());
        }
    }

    private Came blocked(Attempt attempt, String login, LogInGate.Entry.Narrow narrow) {
        return Came.of(login, blocked(gate.refused(attempt.from(), login, narrow)));
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

package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.maillon.store.StoreException;
import org.maillon.wire.smtp.Wishes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one attempt: read, carry, settle, tell the scheduler. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Spool spool;
    private final Settler settler;
    private final Engine engine;
    private final Courier courier;
    private final Delays delays;
    private final InstantSource clock;

    /** Who writes down what came of an attempt, and who tells of what comes late. */
    record Chronicle(Settler settler, Delays delays) {}

    Attempts(Spool spool, Chronicle record, Engine engine, Courier courier, InstantSource clock) {
        this.spool = spool;
        this.settler = record.settler();
        this.delays = record.delays();
        this.engine = engine;
        this.courier = courier;
        this.clock = clock;
    }

    /** The share is running; it is ended or waits again when this returns. */
    void run(Share share) {
        QueueId id = share.mail.id();
        try {
            if (!goesOn(share)) {
                return;
            }
            Optional<Kept> kept = spool.load(id, share.mail.hasMoreRows, Spool.upTo(share));
            if (kept.isEmpty()) {
                LOG.error("{}: its rows are gone; nothing is left to deliver", id);
                engine.dropped(share);
                return;
            }
            settle(share, kept.get().envelope(), tried(share, id, kept.get()));
        } catch (StoreException e) {
            LOG.warn("{}: the store gives no answer, trying again in {}: {}", id, AFTER_TROUBLE, e.getMessage());
            engine.postponed(share, AFTER_TROUBLE);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            engine.postponed(share, AFTER_TROUBLE); // first: a share not told of waits for ever
            LOG.error("{}: an error of ours in an attempt, trying again in {}", id, AFTER_TROUBLE, e);
        }
    }

    /** What was to be back by now is not sent any more (RFC 2852 §4). */
    private List<Result> tried(Share share, QueueId id, Kept kept) {
        Envelope envelope = kept.envelope();
        return envelope.returnsAtDeadline() && isOverdue(envelope)
                ? Collections.nCopies(
                        share.tried().length,
                        new Result.Failed(Replies.failure(Replies.notInTime(), "not delivered in time")))
                : carry(share, id, kept);
    }

    private boolean isOverdue(Envelope envelope) {
        return envelope.deadline()
                .map(deadline -> !clock.instant().isBefore(deadline))
                .orElse(false);
    }

    /** Finds out to which site a destination belongs; false where the share has gone there to wait, or was removed. */
    private boolean goesOn(Share share) {
        Destination destination = share.destination();
        if (!destination.byMx()) {
            return true;
        }
        String name = site(share, destination);
        Site at = share.at;
        if (at != null && at.name.equals(name)) {
            sendStraysBack(share, name);
            return true;
        }
        return switch (engine.found(share, name)) {
            case GO -> {
                sendStraysBack(share, name);
                yield true;
            }
            case WAIT -> false;
            case REMOVED -> {
                Result.Failure failure = Replies.failure(Replies.ownFault(), "removed before it was tried");
                endRemoved(share, Collections.nCopies(share.tried().length, new Result.Deferred(failure)));
                yield false;
            }
        };
    }

    /** What came of the attempt is recorded, whatever becomes of this. */
    private void tellOverdue(Mail mail) {
        try {
            delays.tellOverdue(mail);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("{}: its sender cannot be told that it is not delivered in time", mail.id(), e);
        }
    }

    private void endRemoved(Share share, List<Result> results) {
        ReentrantLock stripe = settler.stripe(share.mail.id());
        stripe.lock();
        try {
            record(share, arrived(share.mail, results), results);
        } finally {
            stripe.unlock();
        }
    }

    /** Who is tried along may have moved to other servers since: what those say is not to be taken for this site's word. */
    private void sendStraysBack(Share first, String name) {
        Share next = first.next;
        while (next != null) {
            Share along = next;
            next = along.next;
            String its = site(along, along.destination());
            if (!its.equals(name)) {
                engine.found(first, along, its);
            }
        }
    }

    /** A fault in the finding costs no more than the company of other domains. */
    private String site(Share share, Destination destination) {
        try {
            return courier.site(destination);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("{}: an error of ours while looking for the servers of {}", share.mail.id(), destination, e);
            return destination.key();
        }
    }

    private List<Result> carry(Share share, QueueId id, Kept kept) {
        List<Integer> numbers = IntStream.of(share.tried()).boxed().toList();
        Attempt attempt =
                new Attempt(id, withTimeLeft(kept.envelope()), numbers, share.destination(), share.attempts + 1);
        try {
            List<Result> results = courier.carry(attempt, spool.content(id, kept));
            if (results.size() == numbers.size()) {
                return results;
            }
            LOG.error("{}: {} results for {} recipients; taken as not tried", id, results.size(), numbers.size());
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // whatever it was, the recipients are still ours
            LOG.error("{}: an error of ours while delivering to {}", id, attempt.destination(), e);
        }
        return Collections.nCopies(
                numbers.size(), new Result.Deferred(Replies.failure(Replies.ownFault(), "an error of ours")));
    }

    /** RFC 2852 §4: the next server is told how much of the time is left. */
    private Envelope withTimeLeft(Envelope envelope) {
        Wishes wishes = envelope.parameters().wishes();
        return wishes.deliverBy()
                .map(by -> by.left(envelope.arrived(), clock.instant()))
                .map(by -> new Wishes(
                        wishes.requireTls(), wishes.release(), Optional.of(by), wishes.priority(), wishes.tlsWaived()))
                .map(left -> envelope.with(envelope.parameters().with(left)))
                .orElse(envelope);
    }

    /** Only what is to wait on has an age, and the engine's lock is for those. */
    private Instant arrived(Mail mail, List<Result> results) {
        return results.stream().anyMatch(Result.Deferred.class::isInstance)
                ? engine.arrived(mail)
                : Instant.ofEpochMilli(mail.arrivedMillis());
    }

    private void settle(Share share, Envelope envelope, List<Result> results) {
        // due before, and over now: of all its attempts this is so of one
        boolean becameOverdue = isOverdue(envelope)
                && envelope.deadline()
                        .filter(deadline -> share.due <= deadline.toEpochMilli())
                        .isPresent();
        ReentrantLock stripe = settler.stripe(share.mail.id());
        stripe.lock();
        try {
            Instant begun = arrived(share.mail, results).plusMillis(envelope.heldMillis());
            boolean waits = record(share, begun, results);
            if (becameOverdue && waits) {
                tellOverdue(share.mail);
            }
        } finally {
            stripe.unlock();
        }
    }

    /**
     * Whether some of its recipients wait on. The caller holds the stripe.
     *
     * @param begun from when on the time for trying counts
     */
    private boolean record(Share share, Instant begun, List<Result> results) {
        Optional<Settler.Settled> settled = settler.settle(share, results, begun);
        if (settled.isEmpty()) {
            return false; // the queue closes: what happened is not on disk, so it is tried again after the next start
        }
        spool.settled(share.mail.id(), settled.get());
        engine.settled(share, settled.get(), PeerWords.health(results));
        return settled.get().settlement().remaining().length > 0;
    }
}

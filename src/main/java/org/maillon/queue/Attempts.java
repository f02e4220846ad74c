package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.maillon.store.StoreException;
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

    Attempts(Spool spool, Settler settler, Engine engine, Courier courier) {
        this.spool = spool;
        this.settler = settler;
        this.engine = engine;
        this.courier = courier;
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
            settle(share, carry(share, id, kept.get()));
        } catch (StoreException e) {
            LOG.warn("{}: the store gives no answer, trying again in {}: {}", id, AFTER_TROUBLE, e.getMessage());
            engine.postponed(share, AFTER_TROUBLE);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            engine.postponed(share, AFTER_TROUBLE); // first: a share not told of waits for ever
            LOG.error("{}: an error of ours in an attempt, trying again in {}", id, AFTER_TROUBLE, e);
        }
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
                settle(share, Collections.nCopies(share.tried().length, new Result.Deferred(failure)));
                yield false;
            }
        };
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
        Attempt attempt = new Attempt(id, kept.envelope(), numbers, share.destination(), share.attempts + 1);
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

    /** Only what is to wait on has an age, and the engine's lock is for those. */
    private Instant arrived(Mail mail, List<Result> results) {
        return results.stream().anyMatch(Result.Deferred.class::isInstance)
                ? engine.arrived(mail)
                : Instant.ofEpochMilli(mail.arrivedMillis());
    }

    private void settle(Share share, List<Result> results) {
        QueueId id = share.mail.id();
        ReentrantLock stripe = settler.stripe(id);
        stripe.lock();
        try {
            Optional<Settler.Settled> settled = settler.settle(share, results, arrived(share.mail, results));
            if (settled.isEmpty()) {
                return; // the queue closes: what happened is not on disk, so it is tried again after the next start
            }
            spool.settled(id, settled.get());
            engine.settled(share, settled.get(), PeerWords.health(results));
        } finally {
            stripe.unlock();
        }
    }
}

package org.maillon.queue;

import java.time.Duration;
import java.time.InstantSource;
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
    private final InstantSource clock;

    Attempts(Spool spool, Settler settler, Engine engine, Courier courier, InstantSource clock) {
        this.spool = spool;
        this.settler = settler;
        this.engine = engine;
        this.courier = courier;
        this.clock = clock;
    }

    /** The share is running; it is ended or waits again when this returns. */
    void run(Share share) {
        QueueId id = share.mail.id();
        try {
            Optional<Kept> kept = spool.load(id, share.mail.hasMoreRows, Spool.upTo(share));
            if (kept.isEmpty()) {
                LOG.error("{}: its rows are gone; nothing is left to deliver", id);
                engine.dropped(share);
                return;
            }
            settle(share, carry(share, id, kept.get()));
        } catch (StoreException e) {
            LOG.warn("{}: the store gives no answer, trying again in {}: {}", id, AFTER_TROUBLE, e.getMessage());
            engine.postponed(share, clock.instant().plus(AFTER_TROUBLE));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            engine.postponed(share, clock.instant().plus(AFTER_TROUBLE)); // first: a share not told of waits for ever
            LOG.error("{}: an error of ours in an attempt, trying again in {}", id, AFTER_TROUBLE, e);
        }
    }

    private List<Result> carry(Share share, QueueId id, Kept kept) {
        List<Integer> numbers = IntStream.of(share.numbers()).boxed().toList();
        Attempt attempt = new Attempt(id, kept.envelope(), numbers, share.site.destination, share.attempts + 1);
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

    private void settle(Share share, List<Result> results) {
        QueueId id = share.mail.id();
        ReentrantLock stripe = settler.stripe(id);
        stripe.lock();
        try {
            Optional<Settler.Settled> settled = settler.settle(share, results);
            if (settled.isEmpty()) {
                return; // the queue closes: what happened is not on disk, so it is tried again after the next start
            }
            spool.settled(id, settled.get());
            engine.settled(share, settled.get(), health(results));
        } finally {
            stripe.unlock();
        }
    }

    private static Scheduler.Health health(List<Result> results) {
        boolean down = false;
        for (Result result : results) {
            switch (result) {
                case Result.Delivered _, Result.Expanded _, Result.Failed _ -> {
                    return Scheduler.Health.WORKS;
                }
                case Result.Deferred(var failure) -> down |= failure.destinationDown();
            }
        }
        return down ? Scheduler.Health.DOWN : Scheduler.Health.UNCLEAR;
    }
}

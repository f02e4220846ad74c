package org.maillon.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.maillon.kernel.Pauses;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done now and then: messages that run out of time without an attempt, senders that wait for news, and stories that are old enough to forget. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration ROUND = Duration.ofMinutes(1);
    private static final int ROUNDS_BETWEEN_SWEEPS = 60;
    private static final int AT_ONCE = 1000;

    private final Work work;
    private final Engine engine;
    private final InstantSource clock;
    private final Pauses pauses;
    private final QueueSettings settings;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Who does what is to be done. */
    record Work(Desk desk, Delays delays, Quarantine quarantine, Traces traces) {}

    Upkeep(Work work, Engine engine, Queue.Time time, QueueSettings settings) {
        this.work = work;
        this.engine = engine;
        this.clock = time.clock();
        this.pauses = time.pauses();
        this.settings = settings;
    }

    void start() {
        Thread.ofVirtual().name("queue upkeep").start(this::keepUp);
    }

    private void keepUp() {
        try {
            for (int round = 1; !awaitRound(); round++) {
                inSpiteOf(this::endExpired);
                inSpiteOf(this::tellDelays);
                if (round % ROUNDS_BETWEEN_SWEEPS == 0) {
                    inSpiteOf(this::sweep);
                    inSpiteOf(work.quarantine()::sweep);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was the last one. */
    private boolean awaitRound() throws InterruptedException {
        try {
            return pauses.pause(closed, ROUND);
        } catch (OutOfMemoryError _) {
            return false; // to wait takes memory; a round too soon does no harm
        }
    }

    /** What one part of a round meets is no reason to leave out the others, nor the rounds to come. */
    static void inSpiteOf(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            complain(e);
        }
    }

    private static void complain(Throwable e) {
        try {
            if (e instanceof StoreException) {
                LOG.warn("upkeep goes on in {}: {}", ROUND, e.getMessage());
            } else {
                LOG.error("an error of ours in the queue's upkeep; it goes on in {}", ROUND, e);
            }
        } catch (OutOfMemoryError _) {
            // not even for that
        }
    }

    void endExpired() {
        while (work.desk().endExpired(AT_ONCE) == AT_ONCE) {
            if (closed.getCount() == 0) {
                return;
            }
        }
    }

    void tellDelays() {
        while (work.delays().tell(AT_ONCE) == AT_ONCE) {
            if (closed.getCount() == 0) {
                return;
            }
        }
    }

    /** A message that is still here keeps its story, however old. */
    void sweep() {
        long before = clock.instant().minus(settings.traceFor()).toEpochMilli();
        List<QueueId> live = engine.change(s -> {
            List<QueueId> old = new ArrayList<>();
            s.forEach(mail -> {
                if (mail.arrivedMillis() < before) {
                    old.add(mail.id());
                }
            });
            return old;
        });
        live.sort(Comparator.naturalOrder());
        for (int shard = 0; shard < QueueId.SHARDS; shard++) {
            int wanted = shard;
            work.traces()
                    .sweep(
                            shard,
                            live.stream().filter(id -> id.shard() == wanted).toList());
        }
        work.traces().sweepRefusals();
    }

    void close() {
        closed.countDown();
    }
}

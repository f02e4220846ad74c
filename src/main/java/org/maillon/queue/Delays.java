package org.maillon.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.store.Batch;
import org.maillon.wire.address.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders that their messages still wait (RFC 3461 §5.2.5): each time of {@code delay-notice-after} once for a
 * recipient, whether it is tried now and then or its destination rests.
 *
 * <p>How often was told is one octet of a {@link Mail}, so that a round costs a look at each message in memory; in the
 * store it is part of the rows of the recipients, written in one batch with the notice: after a crash a sender was told,
 * or is told.
 */
final class Delays {
    private static final Logger LOG = LoggerFactory.getLogger(Delays.class);

    /** So many messages in a row that cannot be told of are no longer their own fault. */
    private static final int MOST_FAILURES = 10;

    private final Spool spool;
    private final Settler settler;
    private final Engine engine;
    private final Recovery recovery;
    private final InstantSource clock;
    private final QueueSettings settings;

    /** Of whom could not be told: the others come first. */
    private final Set<QueueId> putOff = ConcurrentHashMap.newKeySet();

    Delays(Spool spool, Settler settler, Engine engine, InstantSource clock, QueueSettings settings) {
        this.spool = spool;
        this.settler = settler;
        this.engine = engine;
        this.recovery = new Recovery(spool.store());
        this.clock = clock;
        this.settings = settings;
    }

    /** A recipient that waits, and why. */
    record Waiting(int number, Recipient recipient, StateRow.Deferred state) {}

    /**
     * Looks at no more than {@code limit} messages whose time has come; how many there were. One that cannot be told of
     * keeps no other waiting: its turn comes again when all others have had theirs.
     */
    int tell(int limit) {
        List<Mail> late = late(limit);
        int failures = 0;
        for (Mail mail : late) {
            try {
                tellLocked(mail);
            } catch (RuntimeException e) {
                putOff.add(mail.id());
                failures++;
                if (failures == MOST_FAILURES) {
                    throw e;
                }
                LOG.error("{}: its sender cannot be told that it waits; tried again later", mail.id(), e);
            }
        }
        if (late.size() < limit) {
            putOff.clear();
        }
        return late.size();
    }

    private List<Mail> late(int limit) {
        return engine.change(s -> {
            List<Mail> some = new ArrayList<>();
            s.forEach(mail -> {
                if (some.size() < limit && isLate(s, mail) && !putOff.contains(mail.id())) {
                    some.add(mail);
                }
            });
            return some;
        });
    }

    private void tellLocked(Mail mail) {
        ReentrantLock stripe = settler.stripe(mail.id());
        stripe.lock();
        try {
            tellOf(mail);
        } finally {
            stripe.unlock();
        }
    }

    /** What is held is not late: nobody knows when it will be tried again. Who was let go of a held message may be. */
    private boolean isLate(Scheduler scheduler, Mail mail) {
        return mail.told < timesOver(scheduler, mail) && isTried(mail);
    }

    private static boolean isTried(Mail mail) {
        for (Share share = mail.shares; share != null; share = share.sibling) {
            if (!share.isHeld()) {
                return true;
            }
        }
        return false;
    }

    private int timesOver(Scheduler scheduler, Mail mail) {
        return settings.delaysBy(clock.millis() - scheduler.arrived(mail) - mail.heldMillis());
    }

    /** The caller holds the message's stripe: nothing else is recorded of it meanwhile. */
    private void tellOf(Mail mail) {
        QueueId id = mail.id();
        boolean late = engine.change(s -> s.mail(id) == mail && !mail.removed && isLate(s, mail));
        if (!late || engine.isStopped()) {
            return;
        }
        int told = engine.change(s -> timesOver(s, mail));
        Optional<Recovery.Found> found = recovery.find(id);
        List<Waiting> waiting = found.map(it -> waiting(mail, it)).orElse(List.of());
        if (waiting.isEmpty()) {
            engine.told(mail, told, Optional.empty());
            return;
        }
        settler.record(id, () -> batch(found.orElseThrow(), waiting, told)).ifPresent(notice -> {
            spool.remember(notice.id(), notice.taking());
            engine.told(mail, told, Optional.of(notice));
        });
    }

    /** The time is over in which it was to be delivered, and it goes on: its sender hears of that now (RFC 2852 §4). The caller holds its stripe. */
    void tellOverdue(Mail mail) {
        Optional<Recovery.Found> found = recovery.find(mail.id());
        List<Waiting> waiting = found.map(it -> waiting(mail, it)).orElse(List.of());
        if (!waiting.isEmpty()) {
            settler.record(mail.id(), () -> batch(found.orElseThrow(), waiting, mail.told))
                    .ifPresent(notice -> {
                        spool.remember(notice.id(), notice.taking());
                        engine.told(mail, mail.told, Optional.of(notice));
                    });
        }
    }

    /** Those of whom the sender wants to hear, and who are not held. Somebody who has sent nothing is told nothing. */
    private List<Waiting> waiting(Mail mail, Recovery.Found found) {
        List<Waiting> waiting = new ArrayList<>();
        if (found.kept().envelope().sender() instanceof ReversePath.Sender) {
            int[] held = engine.change(_ -> HeldShares.numbers(mail));
            found.waiting(clock.instant()).stream()
                    .filter(one -> Arrays.binarySearch(held, one.number()) < 0)
                    .filter(one -> Notices.wantsDelay(one.recipient()))
                    .forEach(waiting::add);
        }
        return waiting;
    }

    private Settler.Written<Notices.Notice> batch(Recovery.Found found, List<Waiting> waiting, int told) {
        Instant now = clock.instant();
        Batch.Builder batch = Batch.of(Rows.partition(found.id)).patiently();
        for (Waiting one : waiting) {
            batch.put(Rows.state(found.id, one.number()), one.state().told(told).toBytes());
        }
        Notices.Notice notice = settler.notices().ofDelay(found, waiting, now, batch);
        return new Settler.Written<>(notice, batch.build());
    }
}

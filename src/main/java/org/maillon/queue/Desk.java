package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillon.store.Batch;
import org.maillon.wire.address.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where operators look at the queue and change it. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(10);

    /** So many that cannot be ended are no longer their own fault: the others wait for the next round. */
    private static final int MOST_FAILURES = 10;

    /** So many ids are in memory while messages are listed; each page costs a look at all messages in memory. */
    private static final int PAGE = 10_000;

    private final Spool spool;
    private final Settler settler;
    private final Engine engine;
    private final Recovery recovery;
    private final InstantSource clock;

    Desk(Spool spool, Settler settler, Engine engine, InstantSource clock) {
        this.spool = spool;
        this.settler = settler;
        this.engine = engine;
        this.recovery = new Recovery(spool.store());
        this.clock = clock;
    }

    // ---- looking

    /** Oldest first. */
    List<Queued> list(Filter filter, int limit) {
        List<Queued> found = new ArrayList<>();
        if (limit > 0) {
            each(filter, Optional.empty(), queued -> {
                found.add(queued);
                return found.size() < limit;
            });
        }
        return found;
    }

    /** One message after the other, the oldest first, as long as {@code goesOn} wants more: none is kept here. */
    void each(Filter filter, Optional<QueueId> after, Predicate<Queued> goesOn) {
        Optional<QueueId> last = after;
        List<QueueId> page;
        do {
            page = page(filter, last);
            for (QueueId id : page) {
                Optional<Queued> found = show(id).filter(queued -> matches(filter, queued));
                if (found.isPresent() && !goesOn.test(found.get())) {
                    return;
                }
            }
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
    }

    /** As {@link #select}, the oldest of those behind one. */
    private List<QueueId> page(Filter filter, Optional<QueueId> after) {
        Predicate<QueueId> behind = id -> after.isEmpty() || id.compareTo(after.get()) > 0;
        if (filter.id().isPresent()) {
            return filter.id().filter(behind).stream().toList();
        }
        PriorityQueue<QueueId> oldest = new PriorityQueue<>(Comparator.<QueueId>reverseOrder());
        engine.change(s -> {
            s.forEach(mail -> {
                if (mayMatch(filter, mail) && behind.test(mail.id())) {
                    oldest.add(mail.id());
                    if (oldest.size() > PAGE) {
                        oldest.remove(); // the youngest
                    }
                }
            });
            return true;
        });
        return oldest.stream().sorted().toList();
    }

    Optional<Queued> show(QueueId id) {
        return recovery.find(id).flatMap(found -> engine.change(s -> describe(found, s.mail(id))));
    }

    private static Optional<Queued> describe(Recovery.Found found, @Nullable Mail mail) {
        if (mail == null) {
            return Optional.empty();
        }
        Kept kept = found.kept();
        List<Recipient> recipients = kept.envelope().recipients();
        List<Queued.Open> open = new ArrayList<>();
        for (Share share = mail.shares; share != null; share = share.sibling) {
            for (int number : share.numbers()) {
                if (number < recipients.size()) {
                    open.add(describe(share, number, recipients.get(number), found.state(number)));
                }
            }
        }
        return Optional.of(new Queued(found.id, kept.envelope(), kept.total(), mail.held, open));
    }

    private static Queued.Open describe(Share share, int number, Recipient recipient, @Nullable StateRow state) {
        Optional<String> last = state instanceof StateRow.Deferred deferred
                ? Optional.of(Settlement.words(deferred.last()))
                : Optional.empty();
        return new Queued.Open(number, recipient, state(share), share.attempts, Instant.ofEpochMilli(share.due), last);
    }

    private static Filter.State state(Share share) {
        return switch (share.state) {
            case WAITING -> Filter.State.WAITING;
            case READY -> Filter.State.READY;
            case RUNNING, OUT -> Filter.State.RUNNING;
            case HELD -> Filter.State.HELD;
        };
    }

    /** By what memory knows; {@link #matches} looks at the rest. */
    private List<QueueId> select(Filter filter) {
        if (filter.id().isPresent()) {
            return List.of(filter.id().get());
        }
        List<QueueId> ids = engine.change(s -> {
            List<QueueId> some = new ArrayList<>();
            s.forEach(mail -> {
                if (mayMatch(filter, mail)) {
                    some.add(mail.id());
                }
            });
            return some;
        });
        ids.sort(Comparator.naturalOrder());
        return ids;
    }

    private static boolean mayMatch(Filter filter, Mail mail) {
        if (!filter.tenant().map(mail.turn.tenant::equals).orElse(true)) {
            return false;
        }
        for (Share share = mail.shares; share != null; share = share.sibling) {
            Target target = share.target;
            boolean there = filter.destination().map(target::names).orElse(true);
            if (there && filter.state().map(state(share)::equals).orElse(true)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Filter filter, Queued queued) {
        Envelope envelope = queued.envelope();
        boolean sender = filter.sender()
                .map(address -> envelope.sender() instanceof ReversePath.Sender(var from) && from.equals(address))
                .orElse(true);
        boolean recipient = filter.recipient()
                .map(address -> queued.open().stream()
                        .anyMatch(open -> open.recipient().address().equals(address)))
                .orElse(true);
        return sender
                && recipient
                && filter.tenant().map(envelope.tenant()::equals).orElse(true);
    }

    // ---- changing

    Changed retry(Filter filter) {
        return each(filter, mail -> {
            note(mail, TraceLine.Kind.RETRIED, "an operator asked to try again now");
            engine.change(s -> {
                s.retry(mail, clock.millis());
                return true;
            });
            return new Changed(1, running(mail));
        });
    }

    Changed hold(Filter filter, String why) {
        return each(filter, mail -> {
            if (mail.held) {
                return Changed.NOTHING;
            }
            QueueId id = mail.id();
            Batch.Builder batch =
                    Batch.of(Rows.partition(id)).put(Rows.hold(id), new HoldRow(clock.instant(), why, false).toBytes());
            spool.trace(batch, id, new TraceLine(clock.instant(), TraceLine.Kind.HELD, List.of(), why));
            spool.store().commit(batch.build());
            engine.change(s -> {
                mail.hasMoreRows = true;
                s.hold(mail);
                return true;
            });
            return new Changed(1, running(mail));
        });
    }

    Changed release(Filter filter) {
        return each(filter, mail -> {
            if (!mail.held) {
                return Changed.NOTHING;
            }
            QueueId id = mail.id();
            Batch.Builder batch = Batch.of(Rows.partition(id)).delete(Rows.hold(id));
            spool.trace(
                    batch, id, new TraceLine(clock.instant(), TraceLine.Kind.RELEASED, List.of(), "by an operator"));
            spool.store().commit(batch.build());
            engine.change(s -> {
                s.release(mail, clock.millis());
                return true;
            });
            return new Changed(1, running(mail));
        });
    }

    /** What an attempt is running for goes when it ends, unless it was delivered. No notice is sent. */
    Changed remove(Filter filter, String why) {
        return each(filter, mail -> {
            List<Share> out = engine.change(s -> {
                mail.removed = true;
                return s.takeOut(mail);
            });
            int running = running(mail);
            for (Share share : out) {
                end(share, Collections.nCopies(share.size(), new Fate.Removed(why)));
            }
            return new Changed(1, running);
        });
    }

    /** Ends a share that was taken out. The caller holds the message's stripe. */
    void end(Share share, List<Fate> fates) {
        settler.record(share, fates, share.attempts).ifPresent(settled -> tell(share, settled));
    }

    private void tell(Share share, Settler.Settled settled) {
        spool.settled(share.mail.id(), settled);
        engine.settled(share, settled, Scheduler.Health.UNCLEAR);
    }

    private void note(Mail mail, TraceLine.Kind kind, String text) {
        Batch.Builder batch = Batch.of(Rows.partition(mail.id()));
        spool.trace(batch, mail.id(), new TraceLine(clock.instant(), kind, List.of(), text));
        spool.store().commit(batch.build());
    }

    private int running(Mail mail) {
        return engine.change(s -> {
            int running = 0;
            for (Share share = mail.shares; share != null; share = share.sibling) {
                running += share.state == Share.State.RUNNING ? share.size() : 0;
            }
            return running;
        });
    }

    private Changed each(Filter filter, Function<Mail, Changed> work) {
        Changed sum = Changed.NOTHING;
        for (QueueId id : select(filter)) {
            if (!filter.needsEnvelope()
                    || show(id).filter(q -> matches(filter, q)).isPresent()) {
                sum = sum.plus(one(id, work));
            }
        }
        return sum;
    }

    private Changed one(QueueId id, Function<Mail, Changed> work) {
        return with(id, work).orElse(Changed.NOTHING);
    }

    /** Works on a message that is there, while nobody else changes it. */
    <T> Optional<T> with(QueueId id, Function<Mail, T> work) {
        ReentrantLock stripe = settler.stripe(id);
        stripe.lock();
        try {
            return engine.change(s -> Optional.ofNullable(s.mail(id))).map(work);
        } finally {
            stripe.unlock();
        }
    }

    /** Works on the scheduler; what became possible begins. */
    <T> T change(Function<Scheduler, T> work) {
        return engine.change(work);
    }

    Optional<Kept> kept(QueueId id) {
        return recovery.find(id).map(Recovery.Found::kept);
    }

    // ---- what is overdue

    /** Ends at most {@code limit} shares that ran out of time behind a destination that rests; how many there were. */
    int endExpired(int limit) {
        List<Share> out = engine.change(s -> s.expired(clock.millis(), limit));
        int looked = 0;
        int failures = 0;
        try {
            while (looked < out.size() && failures < MOST_FAILURES) {
                failures += endExpired(out.get(looked++)) ? 0 : 1;
            }
        } finally { // what was taken out, and nobody ends, would wait for ever
            out.subList(looked, out.size()).forEach(share -> engine.postponed(share, Duration.ZERO));
        }
        return looked;
    }

    /** One that cannot be ended keeps no other waiting: false, and its turn comes again behind theirs. */
    private boolean endExpired(Share share) {
        ReentrantLock stripe = settler.stripe(share.mail.id());
        stripe.lock();
        try {
            Optional<Settler.Settled> settled = recordExpired(share);
            settled.ifPresent(it -> tell(share, it));
            return settled.isPresent();
        } finally {
            stripe.unlock();
        }
    }

    private Optional<Settler.Settled> recordExpired(Share share) {
        try {
            return settler.record(share, lastWords(share), share.attempts);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            engine.postponed(share, AFTER_TROUBLE); // first: a share not told of waits for ever
            LOG.error("{}: cannot be ended, trying again in {}", share.mail.id(), AFTER_TROUBLE, e);
            return Optional.empty();
        }
    }

    private List<Fate> lastWords(Share share) {
        Optional<Recovery.Found> found = recovery.find(share.mail.id());
        List<Fate> fates = new ArrayList<>(share.size());
        for (int number : share.numbers()) {
            fates.add(new Fate.Expired(found.flatMap(f -> f.lastFailure(number))
                    .orElseGet(() -> Replies.failure(Replies.notYetTried(), "it was never tried"))));
        }
        return fates;
    }
}

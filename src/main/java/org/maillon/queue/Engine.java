package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Seldom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler in the world: one lock around it, one thread that waits for its next time, a virtual thread for each
 * attempt it gives out. What happens elsewhere (a message enqueued, an attempt ended) is told it by the thread it
 * happens on, which also starts what has become possible.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** A clock that is ahead of or behind where it should be by more than this was set. */
    private static final Duration SET = Duration.ofSeconds(10);

    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Pauses pauses;
    private final Duration longestWait;
    private final Executor threads;
    private final Seldom noThread;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Opens when it is over and the last attempt's thread has come back. */
    private final CountDownLatch cameBack = new CountDownLatch(1);

    /** Ids enqueued while the rows are read back: the reading may meet them, alive or already ended. */
    private @Nullable Set<QueueId> young = new HashSet<>();

    private @Nullable Consumer<Share> attempts;
    private boolean stopped;
    private long lastMillis;
    private long lastSteady;

    /** Attempts whose threads have not come back. */
    private int going;

    /** Given out, and no thread could be had for it. */
    private @Nullable Share unstarted;

    Engine(QueuePolicy policy, Queue.Time time) {
        this(policy, time, attempt -> Thread.ofVirtual().name("attempt").start(attempt));
    }

    /** @param threads gives each attempt one of its own */
    Engine(QueuePolicy policy, Queue.Time time, Executor threads) {
        this.threads = threads;
        this.scheduler = new Scheduler(policy.settings(), policy.sites());
        this.clock = time.clock();
        this.steady = time.steady();
        this.noThread = new Seldom(AFTER_TROUBLE, steady);
        this.lastMillis = clock.millis();
        this.lastSteady = steady.millis();
        this.pauses = time.pauses();
        this.longestWait = policy.settings().longestWait();
    }

    // ---- messages come

    void expect(QueueId id) {
        with(s -> young == null || young.add(id));
    }

    void enqueued(QueueId id, Envelope envelope, boolean held) {
        with(s -> {
            admit(id, envelope, held);
            return pump();
        });
    }

    private void admit(QueueId id, Envelope envelope, boolean held) {
        long now = now();
        Mail mail = scheduler.add(id, envelope.tenant(), envelope.server());
        mail.held = held;
        mail.hasMoreRows = held; // why it is held is a row
        mail.open = envelope.recipients().size();
        mail.wishes(envelope);
        long due = Math.max(now, envelope.release().toEpochMilli());
        byDestination(envelope.recipients(), 0)
                .forEach((destination, numbers) -> scheduler.await(mail, destination, ints(numbers), 0, due));
    }

    private static Map<Destination, List<Integer>> byDestination(List<Recipient> recipients, int first) {
        if (recipients.size() == 1) {
            return Map.of(recipients.getFirst().destination(), List.of(first));
        }
        Map<Destination, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < recipients.size(); i++) {
            groups.computeIfAbsent(recipients.get(i).destination(), d -> new ArrayList<>(1))
                    .add(first + i);
        }
        return groups;
    }

    void restore(Recovery.Found found) {
        Envelope envelope = found.kept().envelope();
        var open = found.open(clock.instant());
        // written down by a clock that was ahead of this one, it would wait until then
        long latest = clock.millis() + Math.max(longestWait.toMillis(), envelope.heldMillis());
        if (open.isEmpty()) {
            LOG.error("{}: all recipients have ended, and yet its rows are there; left alone", found.id);
            return;
        }
        with(s -> {
            if (young != null && young.contains(found.id)) {
                return false;
            }
            Mail mail = scheduler.add(found.id, envelope.tenant(), envelope.server());
            mail.held = found.held();
            mail.hasMoreRows = found.hasMoreRows();
            mail.told = (byte) found.told();
            mail.wishes(envelope);
            open.forEach((alike, numbers) -> {
                mail.open += numbers.size();
                scheduler.await(
                        mail, alike.destination(), ints(numbers), alike.attempts(), Math.min(alike.due(), latest));
            });
            HeldShares.free(scheduler, mail, found.freed());
            return true;
        });
    }

    // ---- attempts

    /** All rows are read back: gives out attempts from now on. */
    void run(Consumer<Share> attempts) {
        with(s -> {
            this.young = null;
            this.attempts = attempts;
            return pump();
        });
        Thread.ofVirtual().name("queue timer").start(this::keepTime);
    }

    private void keepTime() {
        try {
            Duration wait;
            do {
                wait = with(_ -> pumpInSpiteOf());
            } while (!pauses.nap(over, wait));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Time that stops is mail that waits for ever. */
    private Duration pumpInSpiteOf() {
        try {
            pump();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("an error of ours as attempts were given out", e);
        }
        return Duration.ofMillis(Math.max(scheduler.nextDue() - clock.millis(), 1));
    }

    /** Starts what may be tried now. The caller holds the lock. */
    private boolean pump() {
        Consumer<Share> start = attempts;
        if (start == null || stopped) {
            return false;
        }
        putBack();
        Optional<Share> share = scheduler.next(now());
        while (share.isPresent() && begin(start, share.get())) {
            share = scheduler.next(now());
        }
        return true;
    }

    /** False where no thread could be had: then the share waits, and the next pump goes on with the others. */
    private boolean begin(Consumer<Share> start, Share share) {
        going++;
        try {
            threads.execute(() -> attempt(start, share));
            return true;
        } catch (RuntimeException | Error e) {
            going--;
            unstarted = share;
            putBack();
            if (noThread.isTime()) {
                LOG.error("{}: no thread for an attempt, trying again in {}", share.mail.id(), AFTER_TROUBLE, e);
            }
            return false;
        }
    }

    /** A share that is given out and not ended would run for ever. Where memory is out for this too, the next pump begins with it. */
    private void putBack() {
        Share share = unstarted;
        if (share != null) {
            long now = clock.millis();
            long due = now + AFTER_TROUBLE.toMillis();
            scheduler.ended(share, share.tried(), Scheduler.Health.UNCLEAR, due, now);
            unstarted = null;
        }
    }

    /**
     * Waits and ages are lengths of time: who was to wait for a minute does so, and a message grows no older, also when the
     * clock is set by a year.
     */
    private long now() {
        long steadily = steady.millis();
        long now = clock.millis();
        long set = now - lastMillis - Math.max(0, steadily - lastSteady);
        if (Math.abs(set) > SET.toMillis()) {
            LOG.warn("the clock was set {} by {}", set > 0 ? "ahead" : "back", Duration.ofMillis(Math.abs(set)));
            scheduler.clockSet(set);
        }
        lastMillis = now;
        lastSteady = steadily;
        return now;
    }

    /** When a message came, by the clock as it goes now. */
    Instant arrived(Mail mail) {
        return with(s -> {
            now();
            return Instant.ofEpochMilli(s.arrived(mail));
        });
    }

    private void attempt(Consumer<Share> start, Share share) {
        try {
            start.accept(share);
        } finally {
            with(s -> {
                going--;
                openWhenBack();
                return going;
            });
        }
    }

    /** What was recorded takes effect: notices and appended recipients wait, the share ends or waits again. */
    void settled(Share share, Settler.Settled settled, Scheduler.Health health) {
        Settlement settlement = settled.settlement();
        with(s -> {
            long now = now();
            long due = now + Math.clamp(settled.pause().toMillis(), 0, longestWait.toMillis());
            Mail mail = share.mail;
            List<Recipient> appended = settlement.appended();
            int first = settlement.kept().envelope().recipients().size();
            byAppended(appended, first)
                    .forEach((destination, numbers) -> scheduler.await(mail, destination, ints(numbers), 0, now));
            if (share.free) { // what somebody let go is not held again behind an alias
                HeldShares.free(
                        scheduler,
                        mail,
                        IntStream.range(first, first + appended.size()).toArray());
            }
            mail.open = settlement.openAfter();
            mail.hasMoreRows = true;
            settlement.lastReason().ifPresent(reason -> tell(share, reason));
            settled.notice().ifPresent(notice -> {
                mail.returned |= notice.whole();
                admit(notice.id(), notice.envelope(), false);
            });
            scheduler.ended(share, settlement.remaining(), health, due, now);
            return pump();
        });
    }

    private static void tell(Share share, String reason) {
        Site site = share.at;
        if (site != null) {
            site.lastReason = reason;
        }
    }

    /** DNS has named the site of a share that runs. */
    Scheduler.Found found(Share share, String name) {
        return with(s -> {
            Scheduler.Found found = s.found(share, name, now());
            if (found == Scheduler.Found.WAIT) {
                pump();
            }
            return found;
        });
    }

    /** DNS has named the site of a share that is tried along with {@code first}. */
    void found(Share first, Share along, String name) {
        with(s -> s.found(first, along, name, now()) && pump());
    }

    /** The sender was told that the message waits, or need not be. */
    void told(Mail mail, int times, Optional<Notices.Notice> notice) {
        with(s -> {
            mail.told = (byte) times;
            mail.hasMoreRows |= notice.isPresent();
            notice.ifPresent(it -> admit(it.id(), it.envelope(), false));
            return pump();
        });
    }

    private static Map<Destination, List<Integer>> byAppended(List<Recipient> appended, int first) {
        return appended.isEmpty() ? Map.of() : byDestination(appended, first);
    }

    /** It has no rows any more. */
    void dropped(Share share) {
        with(s -> {
            scheduler.ended(share, new int[0], Scheduler.Health.UNCLEAR, 0, now());
            return pump();
        });
    }

    /** Nothing could be recorded, or nothing was tried: all of it waits again. */
    void postponed(Share share, Duration wait) {
        with(s -> {
            long now = now();
            scheduler.ended(share, share.tried(), Scheduler.Health.UNCLEAR, now + wait.toMillis(), now);
            return pump();
        });
    }

    // ---- for operators

    /** Works on the scheduler under the lock, then starts what became possible. */
    <T> T change(Function<Scheduler, T> work) {
        return with(s -> {
            now();
            T result = work.apply(s);
            pump();
            return result;
        });
    }

    private <T> T with(Function<Scheduler, T> work) {
        lock.lock();
        try {
            return work.apply(scheduler);
        } finally {
            lock.unlock();
        }
    }

    // ---- the end

    boolean isStopped() {
        return with(s -> stopped);
    }

    /** Gives out nothing more and waits for what runs; false where some still run after {@code within}. */
    boolean stop(Duration within) {
        over.countDown();
        with(s -> {
            stopped = true;
            return openWhenBack();
        });
        try {
            return pauses.pause(cameBack, within);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean openWhenBack() {
        if (stopped && going == 0) {
            cameBack.countDown();
        }
        return stopped;
    }

    private static int[] ints(List<Integer> numbers) {
        int[] ints = new int[numbers.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = numbers.get(i);
        }
        return ints;
    }
}

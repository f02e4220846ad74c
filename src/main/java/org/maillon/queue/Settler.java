package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.maillon.kernel.Pauses;
import org.maillon.store.Batch;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what became of recipients, each attempt in one durable batch: rows, references, trace and the notice to the
 * sender, all or nothing. A store that cannot take it now is asked again until it can; the outcome waits in memory.
 */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int STRIPES = 1024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Spool spool;
    private final Notices notices;
    private final InstantSource clock;
    private final Pauses pauses;
    private final RandomGenerator entropy;
    private final QueueSettings settings;

    /** One outcome of a message at a time: whoever writes its last end must know of all the others. */
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    private final CountDownLatch givenUp = new CountDownLatch(1);

    /** Before the rows are read back nothing was tried, and nothing ends. */
    private volatile Arrivals arrivals = (_, _, _) -> Optional.empty();

    /**
     * What was recorded, for the scheduler.
     *
     * @param pause until the next try: a length of time, for the clock may be set before the scheduler hears of it
     */
    record Settled(Settlement settlement, Optional<Notices.Notice> notice, Duration pause) {}

    Settler(Spool spool, Notices notices, Queue.Time time, RandomGenerator entropy, QueueSettings settings) {
        this.spool = spool;
        this.notices = notices;
        this.clock = time.clock();
        this.pauses = time.pauses();
        this.entropy = entropy;
        this.settings = settings;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    void start(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** Held while anything of a message's rows is changed, and until memory knows of it. */
    ReentrantLock stripe(QueueId id) {
        int mixed = (int) (id.timeAndShard() ^ (id.timeAndShard() >>> 20)) * 31 + id.serial();
        return stripes[mixed & (STRIPES - 1)];
    }

    /**
     * An attempt's outcome. The caller holds {@link #stripe}.
     *
     * @param arrived by the clock as it goes now
     */
    Optional<Settled> settle(Share share, List<Result> results, Instant arrived) {
        Fate.Facts facts = new Fate.Facts(clock.instant(), arrived, share.mail.removed, settings);
        return record(share, Fate.of(results, facts), share.attempts + 1);
    }

    /** A batch, and what it means once it is durable. */
    record Written<T>(T meaning, Batch batch) {}

    /** Empty: the queue closes and the store could not take it until then. The caller holds {@link #stripe}. */
    Optional<Settled> record(Share share, List<Fate> fates, int attempts) {
        return record(share.mail.id(), () -> build(settlement(share, fates, attempts)));
    }

    /**
     * The batch is built once and committed until it is: a commit that was durable though we did not hear of it changes
     * nothing when done again. Empty: as above. The caller holds {@link #stripe}.
     */
    <T> Optional<T> record(QueueId id, Supplier<Written<T>> work) {
        Optional<Written<T>> written = insist(id, work);
        return written.flatMap(it -> insist(id, () -> {
            spool.store().commit(it.batch());
            return it.meaning();
        }));
    }

    Notices notices() {
        return notices;
    }

    private Settlement settlement(Share share, List<Fate> fates, int attempts) {
        Mail mail = share.mail;
        QueueId id = mail.id();
        boolean appends = fates.stream().anyMatch(Fate.Expanded.class::isInstance);
        Kept kept = spool.load(id, mail.hasMoreRows, appends ? Spool.FRESH : Spool.upTo(share))
                .orElseThrow(() -> new IllegalStateException("the rows of " + id + " are gone"));
        Instant now = clock.instant();
        Instant next = now.plus(settings.waitAfter(Math.max(1, attempts), entropy));
        Instant due = kept.envelope()
                .deadline()
                .filter(deadline ->
                        deadline.isAfter(now) && deadline.isBefore(next)) // at which there is something to do
                .orElse(next);
        List<Integer> numbers = IntStream.of(share.tried()).boxed().toList();
        List<Fate> ends = IntStream.range(0, fates.size())
                .mapToObj(i -> unlessArrived(id, numbers.get(i), kept, fates.get(i)))
                .toList();
        return new Settlement(
                id, kept, numbers, ends, mail.open, mail.hasMoreRows, attempts, due, mail.told, mail.returned);
    }

    /**
     * A mailbox may have taken the copy in a try that a crash kept from being recorded: then that is the recipient's end,
     * whatever an operator, the clock or another way wants it to be now. To give the reference up would leave the mailbox
     * a message without octets.
     */
    private Fate unlessArrived(QueueId id, int number, Kept kept, Fate fate) {
        Recipient recipient = kept.envelope().recipients().get(number);
        if (!fate.isEnd() || !Spool.isLocal(recipient) || Settlement.mailboxKeeps(fate)) {
            return fate;
        }
        return arrivals.arrived(id, number, recipient.address())
                .<Fate>map(Fate.Delivered::new)
                .orElse(fate);
    }

    /** What happened is recorded, though a fault of ours keeps the sender from hearing of it: else it would happen again. */
    private Written<Settled> build(Settlement settlement) {
        try {
            return build(settlement, notices::decide);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{}: an error of ours in a notice; what happened is recorded without it", settlement.id(), e);
            return build(settlement, this::untold);
        }
    }

    private Optional<Notices.Notice> untold(Settlement settlement, Instant now, Batch.Builder batch) {
        List<String> whom = IntStream.range(0, settlement.numbers().size())
                .mapToObj(i -> settlement.recipient(i).address().toString())
                .toList();
        String why = "nobody was told: an error here, which is in the log";
        spool.trace(batch, settlement.id(), new TraceLine(now, TraceLine.Kind.NOTICE, whom, why));
        return Optional.empty();
    }

    private interface Telling {
        Optional<Notices.Notice> decide(Settlement settlement, Instant now, Batch.Builder batch);
    }

    private Written<Settled> build(Settlement settlement, Telling telling) {
        QueueId id = settlement.id();
        Instant now = clock.instant();
        Batch.Builder batch = Batch.of(Rows.partition(id)).patiently();
        settlement.write(batch);
        settlement.story(now).forEach(line -> spool.trace(batch, id, line));
        for (Recipient recipient : settlement.appended()) {
            spool.index(batch, id, now, recipient.address().toString());
        }
        Optional<Notices.Notice> notice = telling.decide(settlement, now, batch);
        return new Written<>(new Settled(settlement, notice, Duration.between(now, settlement.due())), batch.build());
    }

    /**
     * Works on the store until it succeeds, or until {@link #giveUp}. Memory that is short now will not be for ever, and what
     * a peer has taken is not to be sent to it again.
     */
    private <T> Optional<T> insist(QueueId id, Supplier<T> work) {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                return Optional.of(work.get());
            } catch (StoreException | OutOfMemoryError e) {
                LOG.warn("{}: cannot record what happened, trying again: {}", id, e.getMessage());
            }
            if (givenUp(pause)) {
                return Optional.empty();
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private boolean givenUp(Duration within) {
        try {
            return pauses.pause(givenUp, within);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void giveUp() {
        givenUp.countDown();
    }
}

package org.maillon.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Pauses;
import org.maillon.store.Batch;
import org.maillon.store.BlobWriter;
import org.maillon.store.PendingBlob;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.wire.address.Address;
import org.maillon.wire.report.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue: takes messages durably, tries them until each recipient has come to its one end, answers for it to the
 * sender, and tells what happened.
 *
 * <p>Order of life: construct, {@link #enqueue} at will, {@link #start} once, {@link #close}.
 */
public final class Queue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);

    /** For attempts that wait for the store, once they need not any longer. */
    private static final Duration AFTER_GIVING_UP = Duration.ofSeconds(1);

    private final Store store;
    private final InstantSource clock;
    private final QueueSettings settings;
    private final QueueIds ids;
    private final Spool spool;
    private final Settler settler;
    private final Engine engine;
    private final Traces traces;
    private final Desk desk;
    private final Quarantine quarantine;
    private final Delays delays;
    private final Upkeep upkeep;

    /** Told how far the reading back at start is. */
    @FunctionalInterface
    public interface Progress {
        /** @param shards of {@link QueueId#SHARDS} */
        void read(int shards, long messages);
    }

    /**
     * What the queue asks of the rooms above.
     *
     * @param hostNames the name a server writes its notices in
     * @param languages what language a sender reads, where that is known
     * @param signer of notices
     */
    public record Ports(
            Lanes lanes,
            Function<ServerId, String> hostNames,
            Function<Address, Optional<Language>> languages,
            NoticeSigner signer) {
        /** Of no sender it is known what language it reads, and notices are not signed. */
        public Ports(Lanes lanes, Function<ServerId, String> hostNames) {
            this(lanes, hostNames, _ -> Optional.empty(), NoticeSigner.NOBODY);
        }
    }

    /**
     * What time it is, and how it is waited for.
     *
     * @param steady a clock that nobody sets, by which it shows that the other one was
     */
    public record Time(InstantSource clock, InstantSource steady, Pauses pauses) {
        /** A clock that is set by hand, if at all. */
        public Time(InstantSource clock, Pauses pauses) {
            this(clock, clock, pauses);
        }
    }

    public Queue(Store store, Ports ports, InstantSource clock, RandomGenerator entropy, QueueSettings settings) {
        this(store, ports, new Time(clock, Pauses.REAL), entropy, settings);
    }

    public Queue(Store store, Ports ports, Time time, RandomGenerator entropy, QueueSettings settings) {
        this(store, ports, time, entropy, new QueuePolicy(settings, List.of()));
    }

    public Queue(Store store, Ports ports, Time time, RandomGenerator entropy, QueuePolicy policy) {
        QueueSettings settings = policy.settings();
        this.store = store;
        this.clock = time.clock();
        this.settings = settings;
        this.ids = new QueueIds(time.clock(), entropy);
        this.spool = new Spool(store, settings, (int) ids.random());
        this.settler = new Settler(spool, new Notices(spool, ports, ids, settings), time, ids.entropy(), settings);
        this.engine = new Engine(policy, time);
        this.traces = new Traces(store, time.clock(), settings, (int) ids.random());
        this.desk = new Desk(spool, settler, engine, time.clock());
        this.quarantine = new Quarantine(spool, desk, time.clock(), settings);
        this.delays = new Delays(spool, settler, engine, time.clock(), settings);
        this.upkeep = new Upkeep(new Upkeep.Work(desk, delays, quarantine, traces), engine, time, settings);
    }

    public QueueId nextId() {
        return ids.next();
    }

    /** Takes the message's octets; {@link BlobWriter#finish} gives what {@link #enqueue} wants. */
    public BlobWriter content(QueueId id) {
        return store.blobs().writer(Rows.blob(id));
    }

    /**
     * Durable on return; what throws was not taken.
     *
     * @param traceLine how it came, in words that go on after {@code taken}: {@code from client.example [192.0.2.7] by ESMTP, …}
     * @throws StoreException where the store cannot, or the queue is closed
     */
    public void enqueue(QueueId id, Taking taking, String traceLine) {
        Envelope envelope = taking.envelope();
        if (envelope.recipients().isEmpty()) {
            throw new IllegalArgumentException("a message for nobody");
        }
        if (engine.isStopped()) {
            throw StoreException.broken("the queue is closed", new IllegalStateException("closed"));
        }
        engine.expect(id);
        List<String> whom = Traces.some(
                envelope.recipients().stream().map(r -> r.address().toString()).toList());
        Batch.Builder batch = Batch.of(Rows.partition(id));
        spool.add(batch, id, taking, new TraceLine(clock.instant(), TraceLine.Kind.TAKEN, whom, traceLine));
        store.commit(batch.build());
        inSpiteOf(id, () -> spool.remember(id, taking));
        inSpiteOf(
                id,
                () -> engine.enqueued(id, envelope, taking.treatment().held().isPresent()));
    }

    /** As it came. */
    public void enqueue(QueueId id, Envelope envelope, PendingBlob content, String traceLine) {
        enqueue(id, new Taking(envelope, content), traceLine);
    }

    /** It is durable: whatever befalls us from now on, its client must not hear that it was not taken, and send it again. */
    private static void inSpiteOf(QueueId id, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            complain(id, e);
        }
    }

    private static void complain(QueueId id, Throwable e) {
        try {
            LOG.error("{}: is taken, but an error of ours may let it wait until the next start", id, e);
        } catch (OutOfMemoryError _) {
            // not even for that
        }
    }

    /** Reads back what earlier runs left, then delivers. */
    public void start(Courier courier) {
        start(courier, (_, _) -> {});
    }

    public void start(Courier courier, Progress progress) {
        readBack(courier, progress);
        Attempts attempts = new Attempts(spool, new Attempts.Chronicle(settler, delays), engine, courier, clock);
        engine.run(attempts::run);
        upkeep.start();
    }

    /** Instead of {@link #start}: knows what earlier runs left and delivers nothing, for operators while no server runs. */
    public void readBack(Arrivals arrivals, Progress progress) {
        settler.start(arrivals);
        Recovery recovery = new Recovery(store);
        long[] messages = {0};
        for (int shard = 0; shard < QueueId.SHARDS; shard++) {
            recovery.readShard(shard, found -> {
                engine.restore(found);
                messages[0]++;
            });
            progress.read(shard + 1, messages[0]);
        }
    }

    // ---- for operators

    /** At most {@code limit} messages, the oldest first. */
    public List<Queued> list(Filter filter, int limit) {
        return desk.list(filter, limit);
    }

    /** Empty where it is not, or no longer, in the queue; its story may still be in {@link #traces}. */
    public Optional<Queued> show(QueueId id) {
        return desk.show(id);
    }

    /** How many there are: waiting, held or under way. */
    public int messages() {
        return engine.change(Scheduler::size);
    }

    /** What waits for each destination, the fullest first. */
    public List<DestinationSummary> summary() {
        return engine.change(s -> Summaries.of(s, clock.millis()));
    }

    /** What is known just now of the servers of that name, as {@link Courier#site} gives it. */
    public Optional<SiteSummary> site(String name) {
        return engine.change(s -> s.site(name).map(site -> SiteSummary.of(site, clock.millis())));
    }

    /** Recipients wait for nothing but room now; a destination that rests is tried. Held messages stay held. */
    public Changed retry(Filter filter) {
        return desk.retry(filter);
    }

    /** No attempts until released, also after a restart; a held message does not expire. */
    public Changed hold(Filter filter, String why) {
        return desk.hold(filter, why);
    }

    public Changed release(Filter filter) {
        return desk.release(filter);
    }

    /** Ends the recipients that are left, without a notice to the sender. */
    public Changed remove(Filter filter, String why) {
        return desk.remove(filter, why);
    }

    public Quarantine quarantine() {
        return quarantine;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    public Traces traces() {
        return traces;
    }

    /** Gives out no more attempts, waits for those that run (at most {@code close-within}), and stops. The store stays open. */
    @Override
    public void close() {
        engine.stop(settings.closeWithin());
        upkeep.close();
        settler.giveUp();
        engine.stop(AFTER_GIVING_UP);
        traces.close();
    }
}

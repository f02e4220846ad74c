package org.maillon.submit.stranger;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Seldom;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who has tried, and who has come back, in the store. A store that fails makes everybody known: it delays no mail. */
public final class Acquaintances {
    /** Rows looked at by one {@link #sweep}. */
    static final int SWEPT_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Acquaintances.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofHours(1);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Store store;
    private final InstantSource clock;
    private final InstantSource steady;
    private final GreylistSettings settings;
    private final Seldom trouble;
    private final AtomicLong stored = new AtomicLong();

    private final ReentrantLock sweeping = new ReentrantLock();
    private KeyRange unswept = KeyRange.all();
    private long counted;
    private Instant nextRound = Instant.MIN;

    /** @param steady a clock that is never set */
    public Acquaintances(Store store, InstantSource clock, InstantSource steady, GreylistSettings settings) {
        this.store = store;
        this.clock = clock;
        this.steady = steady;
        this.settings = settings;
        this.trouble = new Seldom(AFTER_TROUBLE, steady);
    }

    boolean knowsNetwork(InetAddress address) {
        return holds(GreylistRows.network(GreylistRows.network(address)));
    }

    boolean knowsDomain(String domain) {
        return holds(GreylistRows.domain(domain));
    }

    private boolean holds(Bytes key) {
        try {
            return read(key).filter(when -> isCurrent(when, settings.keep())).isPresent();
        } catch (StoreException e) {
            complain(e);
            return true;
        }
    }

    private Optional<Instant> read(Bytes key) {
        return store.get(GreylistRows.PARTITION, key).flatMap(GreylistRows::read);
    }

    /** A clock that was set back makes nobody new. */
    private boolean isCurrent(Instant when, Duration life) {
        return clock.instant().isBefore(when.plus(life));
    }

    private void complain(StoreException e) {
        if (trouble.isTime()) {
            LOG.warn("who has come back cannot be kept or read, so nobody is put off: {}", e.getMessage());
        }
    }

    /** How long this message is to wait yet; empty: it came back, or cannot be kept waiting. */
    Optional<Duration> wait(InetAddress address, ReversePath sender, Address recipient) {
        Bytes key = GreylistRows.triplet(GreylistRows.network(address), sender, recipient);
        Instant now = clock.instant();
        try {
            Optional<Instant> first = read(key).filter(when -> isCurrent(when, settings.window()));
            if (first.isPresent()) {
                Duration left = Duration.between(now, first.get().plus(settings.delay()));
                return left.compareTo(settings.delay()) <= 0 && left.isPositive()
                        ? Optional.of(left)
                        : Optional.empty();
            } else if (stored.get() >= settings.maxStored()) {
                return Optional.empty();
            }
            write(Batch.of(GreylistRows.PARTITION).put(key, GreylistRows.value(now)));
            return Optional.of(settings.delay());
        } catch (StoreException e) {
            complain(e);
            return Optional.empty();
        }
    }

    /** Something came back from there. */
    void met(InetAddress address, Optional<String> vouchedDomain) {
        Bytes now = GreylistRows.value(clock.instant());
        Batch.Builder batch =
                Batch.of(GreylistRows.PARTITION).put(GreylistRows.network(GreylistRows.network(address)), now);
        vouchedDomain.ifPresent(domain -> batch.put(GreylistRows.domain(domain), now));
        try {
            write(batch);
        } catch (StoreException e) {
            complain(e);
        }
    }

    private void write(Batch.Builder builder) {
        Batch batch = builder.patiently().build();
        stored.addAndGet(batch.changes().size()); // a row written over another is counted twice, until the next round
        store.commit(batch);
    }

    /**
     * Deletes rows that hold no longer, and counts the others; a bounded number of them looked at; call it about once a second.
     *
     * @throws StoreException where the store cannot; then it is left in peace for a minute
     */
    public void sweep() {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            Instant now = steady.instant();
            if (!now.isBefore(nextRound)) {
                sweepSome(now);
            }
        } catch (StoreException e) {
            nextRound = steady.instant().plus(AFTER_TROUBLE);
            throw e;
        } finally {
            sweeping.unlock();
        }
    }

    private void sweepSome(Instant now) {
        List<Row> rows = store.scan(GreylistRows.PARTITION, unswept, SWEPT_AT_ONCE, Store.Direction.FORWARD);
        counted += rows.size() - delete(rows);
        if (rows.size() < SWEPT_AT_ONCE) {
            stored.set(counted);
            counted = 0;
            unswept = KeyRange.all();
            nextRound = now.plus(BETWEEN_ROUNDS);
        } else {
            stored.accumulateAndGet(counted, Math::max);
            unswept = unswept.after(rows.getLast().key());
        }
    }

    /** How many hold no longer. */
    private int delete(List<Row> rows) {
        Batch.Builder builder = Batch.of(GreylistRows.PARTITION).patiently();
        for (Row row : rows) {
            Duration life = GreylistRows.isTriplet(row.key()) ? settings.window() : settings.keep();
            if (GreylistRows.read(row.value())
                    .filter(when -> isCurrent(when, life))
                    .isEmpty()) {
                builder.delete(row.key());
            }
        }
        Batch batch = builder.build();
        if (!batch.changes().isEmpty()) {
            store.commit(batch);
        }
        return batch.changes().size();
    }
}

package org.maillon.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.kernel.ByteReader.DamagedRowException;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Seldom;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we remember of other servers' words: a bounded part of it in memory, more of it in the store. Each has its age
 * checked when it is read, by the time of day; in memory also by a clock that nobody sets.
 */
public final class Verdicts {
    /** Rows looked at by one {@link #sweep}. */
    static final int SWEPT_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofHours(1);

    /** A store that fails now does so for everybody, and for a while. */
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Store store;
    private final InstantSource clock;
    private final InstantSource steady;
    private final VerifySettings settings;
    private final Cache<Address, Known> addresses;
    private final Cache<Domain, Known> domains;

    /** Keys of which the store has nothing: each message to a server that gives no answer would read the disk in vain. */
    private final Cache<Bytes, Boolean> absent;

    /** Rows in the store, as far as a {@link #sweep} has counted them and we have written since. */
    private final AtomicLong stored = new AtomicLong();

    private final ReentrantLock sweeping = new ReentrantLock();
    private KeyRange unswept = KeyRange.all();
    private long counted;
    private Instant nextRound = Instant.MIN;
    private final Seldom unread;
    private final Seldom unwritten;

    /** @param steady a clock that is never set */
    public Verdicts(Store store, InstantSource clock, InstantSource steady, VerifySettings settings) {
        this.store = store;
        this.clock = clock;
        this.steady = steady;
        this.settings = settings;
        this.unread = new Seldom(AFTER_TROUBLE, steady);
        this.unwritten = new Seldom(AFTER_TROUBLE, steady);
        this.addresses = memory();
        this.domains = memory();
        this.absent = Caffeine.newBuilder()
                .maximumSize(settings.remembered())
                .executor(Runnable::run)
                .build();
    }

    private <K> Cache<K, Known> memory() {
        return Caffeine.newBuilder()
                .maximumSize(settings.remembered())
                .expireAfter(Expiry.creating((K _, Known known) -> life(known.kind())))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    private Duration life(Kind kind) {
        return switch (kind) {
            case EXISTS -> settings.positive();
            case NO_SUCH_MAILBOX, CLOSED, NO_MAIL -> settings.negative();
            case ACCEPTS_ALL, TELLS_APART -> settings.acceptsAll();
            case UNCLEAR, NOT_ASKED -> settings.unclear();
        };
    }

    /** How many may be under way at one time. */
    int mostQuestions() {
        return settings.mostQuestions();
    }

    /** Of the address itself. */
    Optional<Known> of(Address address, String way) {
        Known known = addresses.getIfPresent(address);
        if (known == null) {
            return stored(VerdictRows.key(address), way).map(found -> {
                addresses.put(address, found);
                return found;
            });
        }
        return holds(known, way) ? Optional.of(known) : Optional.empty();
    }

    /** Of its domain. */
    Optional<Known> of(Domain domain, String way) {
        Known known = domains.getIfPresent(domain);
        if (known == null) {
            return stored(VerdictRows.key(domain), way).map(found -> {
                domains.put(domain, found);
                return found;
            });
        }
        return holds(known, way) ? Optional.of(known) : Optional.empty();
    }

    private boolean holds(Known known, String way) {
        return known.way().equals(way) && known.isCurrent(clock.instant(), life(known.kind()));
    }

    private Optional<Known> stored(Bytes key, String way) {
        if (absent.getIfPresent(key) != null) {
            return Optional.empty();
        }
        try {
            Optional<Bytes> row = store.get(VerdictRows.PARTITION, key);
            if (row.isEmpty()) {
                absent.put(key, true);
            }
            return row.flatMap(Verdicts::read).filter(known -> holds(known, way));
        } catch (StoreException e) {
            if (unread.isTime()) {
                LOG.warn("what is known of addresses cannot be read: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Optional<Known> read(Bytes value) {
        try {
            return VerdictRows.read(value);
        } catch (DamagedRowException | IllegalArgumentException e) {
            LOG.warn("a verdict's row is damaged, and its address will be asked about anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** From now on it is known; {@link #write} makes it last. */
    void learn(Address address, Conclusion conclusion) {
        conclusion.ofAddress().ifPresent(known -> addresses.put(address, known));
        conclusion.ofDomain().ifPresent(known -> domains.put(address.domain(), known));
    }

    /** Into the store. A verdict that is lost is asked for again, so nobody waits for the disk. */
    void write(Address address, Conclusion conclusion) {
        Batch.Builder batch = Batch.of(VerdictRows.PARTITION).patiently();
        conclusion
                .ofAddress()
                .filter(known -> VerdictRows.isWritten(known.kind()))
                .ifPresent(known -> batch.put(VerdictRows.key(address), VerdictRows.value(known)));
        conclusion
                .ofDomain()
                .filter(known -> VerdictRows.isWritten(known.kind()))
                .ifPresent(known -> batch.put(VerdictRows.key(address.domain()), VerdictRows.value(known)));
        Batch whole = batch.build();
        int rows = whole.changes().size();
        if (rows > 0 && stored.get() + rows <= settings.maxStored()) {
            stored.addAndGet(rows); // a row written over another is counted twice, until the next round
            commit(whole);
        }
    }

    private void isThere(Batch.Change change) {
        if (change instanceof Batch.Change.Put(Bytes key, Bytes _)) {
            absent.invalidate(key);
        }
    }

    private void commit(Batch learned) {
        try {
            learned.changes().forEach(this::isThere);
            store.commit(learned);
        } catch (StoreException e) {
            if (unwritten.isTime()) {
                LOG.warn("what is learned of addresses is in memory only: {}", e.getMessage());
            }
        }
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
            if (now.isBefore(nextRound)) {
                return;
            }
            sweepSome(now);
        } catch (StoreException e) {
            nextRound = steady.instant().plus(AFTER_TROUBLE);
            throw e;
        } finally {
            sweeping.unlock();
        }
    }

    private void sweepSome(Instant now) {
        List<Row> rows = store.scan(VerdictRows.PARTITION, unswept, SWEPT_AT_ONCE, Store.Direction.FORWARD);
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
        Batch.Builder batch = Batch.of(VerdictRows.PARTITION).patiently();
        for (Row row : rows) {
            boolean current = read(row.value())
                    .filter(known -> known.isCurrent(clock.instant(), life(known.kind())))
                    .isPresent();
            if (!current) {
                batch.delete(row.key());
            }
        }
        Batch whole = batch.build();
        if (!whole.changes().isEmpty()) {
            store.commit(whole);
        }
        return whole.changes().size();
    }
}

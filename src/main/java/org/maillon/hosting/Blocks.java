package org.maillon.hosting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is blocked, in the store and all of it in memory. Rows: {@code b} whom, in the journal {@code guard}. */
final class Blocks {
    static final Partition GUARD = Partition.journal("guard");

    private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);
    private static final KeyRange ALL = KeyRange.prefix(Bytes.utf8("b"));
    private static final int PAGE = 1000;

    private final Store store;
    private final InstantSource clock;
    private final GuardSettings settings;
    private final Map<String, Block> known = new ConcurrentHashMap<>();

    Blocks(Store store, InstantSource clock, GuardSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        new Pages(store, GUARD, ALL, PAGE).rows().forEach(row -> {
            String whom = DirectoryKeys.rest(row.key());
            try {
                known.put(whom, Block.read(whom, row.value()));
            } catch (RuntimeException e) {
                LOG.error("the block of {} cannot be read, and does not hold", Guard.shown(whom), e);
            }
        });
    }

    Optional<Block> of(String whom) {
        return Optional.ofNullable(known.get(whom)).filter(block -> block.holdsAt(clock.instant()));
    }

    /** Those that hold, the latest first. */
    List<Block> all() {
        Instant now = clock.instant();
        return known.values().stream()
                .filter(block -> block.holdsAt(now))
                .sorted(Comparator.comparing(Block::since).reversed().thenComparing(Block::whom))
                .toList();
    }

    /**
     * The next block in a row. Where there are as many as may be it takes the place of the one made by failures that ends
     * first: else whoever has many addresses fills the table and guesses on. Empty where all are by hand.
     */
    Optional<Block> next(String whom, String why) {
        Instant now = clock.instant();
        sweep(now);
        Block before = known.get(whom);
        if (before != null && before.byHand() && before.holdsAt(now)) {
            return Optional.of(before);
        }
        if (before == null && known.size() >= settings.entries() && !makesRoom(now)) {
            return Optional.empty();
        }
        int times = before == null ? 0 : before.times();
        Instant until = now.plus(Strikes.block(times, settings));
        Block block = new Block(whom, now, Optional.of(until), why, times + 1);
        known.put(whom, block);
        try {
            put(block);
        } catch (StoreException e) {
            LOG.warn("the block of {} holds until the next start only: {}", Guard.shown(whom), e.getMessage());
        }
        return Optional.of(block);
    }

    Block byHand(String whom, Optional<Duration> length, String why) {
        Instant now = clock.instant();
        Block block = new Block(whom, now, length.map(now::plus), why, 0);
        put(block);
        known.put(whom, block);
        return block;
    }

    /** Whether there was one. */
    boolean remove(String whom) {
        boolean held = of(whom).isPresent();
        store.commit(Batch.of(GUARD).delete(key(whom)).build());
        known.remove(whom);
        return held;
    }

    /** An ended block is remembered for as long as the longest one: who goes on is blocked for longer. */
    private void sweep(Instant now) {
        if (known.size() < settings.entries() / 2) {
            return;
        }
        List<Block> old = known.values().stream()
                .filter(block -> block.until()
                        .map(until -> until.plus(settings.blockMost()).isBefore(now))
                        .orElse(false))
                .limit(PAGE)
                .toList();
        if (!old.isEmpty()) {
            Batch.Builder batch = Batch.of(GUARD).patiently();
            old.forEach(block -> batch.delete(key(block.whom())));
            store.commit(batch.build());
            old.forEach(block -> known.remove(block.whom(), block));
        }
    }

    private boolean makesRoom(Instant now) {
        Optional<Block> first = known.values().stream()
                .filter(block -> !block.byHand() || !block.holdsAt(now))
                .min(Comparator.comparing(block -> block.until().orElse(Instant.MAX)));
        first.ifPresent(block -> {
            known.remove(block.whom(), block);
            try {
                store.commit(
                        Batch.of(GUARD).patiently().delete(key(block.whom())).build());
            } catch (StoreException e) {
                LOG.warn("the block of {} is there again after a start: {}", Guard.shown(block.whom()), e.getMessage());
            }
        });
        return first.isPresent();
    }

    private void put(Block block) {
        store.commit(Batch.of(GUARD).put(key(block.whom()), block.toBytes()).build());
    }

    private static Bytes key(String whom) {
        return Bytes.utf8("b" + whom);
    }
}

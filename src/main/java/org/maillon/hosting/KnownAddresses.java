package org.maillon.hosting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;

/** From where accounts have logged in. Rows: {@code k} login {@code 00} address, with the day of the last time, in the journal {@code guard}. */
final class KnownAddresses {
    /** A row is written anew so often at most: a log-in a second is not a write a second. */
    private static final Duration FRESH = Duration.ofDays(1);

    private static final int FRESH_ENTRIES = 10_000;
    private static final int VERSION = 1;

    private final Store store;
    private final InstantSource clock;
    private final int most;
    private final Cache<String, Boolean> fresh;

    KnownAddresses(Store store, InstantSource clock, InstantSource steady, GuardSettings settings) {
        this.store = store;
        this.clock = clock;
        this.most = settings.knownAddresses();
        this.fresh = Caffeine.newBuilder()
                .maximumSize(FRESH_ENTRIES)
                .expireAfterWrite(FRESH)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    boolean include(String login, String address) {
        return fresh.getIfPresent(login + "\0" + address) != null
                || store.get(Blocks.GUARD, key(login, address)).isPresent();
    }

    void add(String login, String address) {
        String pair = login + "\0" + address;
        if (fresh.getIfPresent(pair) != null) {
            return;
        }
        Bytes now = new ByteWriter(12).octet(VERSION).instant(clock.instant()).toBytes();
        Batch.Builder batch = Batch.of(Blocks.GUARD).patiently().put(key(login, address), now);
        List<Row> others =
                store.scan(Blocks.GUARD, KeyRange.prefix(prefix(login)), most + 1, Store.Direction.FORWARD).stream()
                        .filter(row -> !row.key().equals(key(login, address)))
                        .toList();
        if (others.size() >= most) {
            others.stream()
                    .min(Comparator.comparingLong(KnownAddresses::last))
                    .ifPresent(oldest -> batch.delete(oldest.key()));
        }
        store.commit(batch.build());
        fresh.put(pair, true);
    }

    private static long last(Row row) {
        ByteReader in = new ByteReader(row.value());
        return in.octet() == VERSION ? in.instant().toEpochMilli() : 0;
    }

    private static Bytes prefix(String login) {
        return Bytes.utf8("k" + login + "\0");
    }

    private static Bytes key(String login, String address) {
        return Bytes.utf8("k" + login + "\0" + address);
    }
}

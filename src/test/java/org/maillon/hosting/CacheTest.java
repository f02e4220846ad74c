package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.store.Batch;
import org.maillon.store.Blobs;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;

class CacheTest {
    private final AtomicInteger gets = new AtomicInteger();
    private final Store store = new Counted(new ModelStore(), gets);

    /** A store that counts what is read of it. */
    private record Counted(Store inner, AtomicInteger gets) implements Store {
        @Override
        public Optional<Bytes> get(Partition partition, Bytes key) {
            gets.incrementAndGet();
            return inner.get(partition, key);
        }

        @Override
        public List<Row> scan(Partition partition, KeyRange range, int limit, Direction direction) {
            return inner.scan(partition, range, limit, direction);
        }

        @Override
        public long version(Partition partition) {
            return inner.version(partition);
        }

        @Override
        public Commit commit(Batch batch) {
            return inner.commit(batch);
        }

        @Override
        public Blobs blobs() {
            return inner.blobs();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private int readsOfTwoRounds(Directory directory, int addresses) {
        gets.set(0);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < addresses; i++) {
                directory.resolve(address("u" + i + "@example.org"));
            }
        }
        return gets.get();
    }

    @Test
    void aLookupReadsTwoRowsAndItsRepetitionNone() {
        Directory directory = Town.withAda(store);
        gets.set(0);
        directory.resolve(address("ada@example.org"));
        assertThat(gets.get()).isLessThanOrEqualTo(2);
        gets.set(0);
        directory.resolve(address("ADA@example.org"));
        assertThat(gets).hasValue(0);
    }

    @Test
    void remembersUpToItsBound() {
        Town.withAda(store);
        assertThat(readsOfTwoRounds(Town.empty(store, "cache-entries", "1000"), 100))
                .isEqualTo(101);
        assertThat(readsOfTwoRounds(Town.empty(store, "cache-entries", "10"), 100))
                .isGreaterThan(180);
        assertThat(readsOfTwoRounds(Town.empty(store, "cache-entries", "0"), 100))
                .isEqualTo(400);
    }

    @Test
    void whoIsLoggedInIsAskedForAgainWithoutReadingUntilSomethingChanges() {
        Directory directory = Town.withAda(store);
        Gatehouse gate = new Gatehouse(directory);
        Decision.Opened opened =
                gate.password("ada@example.org", "love lace").opened().orElseThrow();
        assertThat(stillHolds(gate, opened)).isTrue();
        gets.set(0);
        assertThat(stillHolds(gate, opened)).isTrue();
        assertThat(gets).hasValue(0);
        directory.setPassword(address("ada@example.org"), Secret.utf8("another one"));
        assertThat(stillHolds(gate, opened)).isFalse();
    }

    private static boolean stillHolds(Gatehouse gate, Decision.Opened opened) {
        return gate.authenticator().stillHolds(opened.account().id(), Scope.SMTP, opened.proof());
    }
}

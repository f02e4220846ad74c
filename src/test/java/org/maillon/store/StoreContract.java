package org.maillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch.Precondition;
import org.maillon.store.Store.Direction;

/** What every engine promises about rows and commits (DESIGN §5). */
public abstract class StoreContract {
    protected static final Partition JOURNAL = Partition.journal("queue/07");
    protected static final Partition ACCOUNT = Partition.versioned("account/ada@example.org");

    protected Engine engine;
    protected Store store;

    protected abstract Engine engine();

    @BeforeEach
    void open() {
        engine = engine();
        store = engine.open();
    }

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    protected static Bytes b(String text) {
        return Bytes.utf8(text);
    }

    protected void put(Partition partition, String... keys) {
        Batch.Builder batch = Batch.of(partition);
        for (String key : keys) {
            batch.put(b(key), b("value of " + key));
        }
        store.commit(batch.build());
    }

    private List<String> keys(KeyRange range, int limit, Direction direction) {
        return store.scan(JOURNAL, range, limit, direction).stream()
                .map(row -> row.key().asUtf8())
                .toList();
    }

    @Test
    void aRowThatWasNeverPutIsAbsent() {
        assertThat(store.get(JOURNAL, b("nobody"))).isEmpty();
    }

    @Test
    void givesBackWhatWasPut() {
        put(JOURNAL, "a");
        assertThat(store.get(JOURNAL, b("a"))).contains(b("value of a"));
    }

    @Test
    void keepsEmptyKeysAndEmptyValues() {
        store.commit(Batch.of(JOURNAL)
                .put(Bytes.EMPTY, b("x"))
                .put(b("k"), Bytes.EMPTY)
                .build());
        assertThat(store.get(JOURNAL, Bytes.EMPTY)).contains(b("x"));
        assertThat(store.get(JOURNAL, b("k"))).contains(Bytes.EMPTY);
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).containsExactly("", "k");
    }

    @Test
    void keepsARowOfAMebibyte() {
        Bytes large = Bytes.wrap(new byte[1 << 20]);
        store.commit(Batch.of(JOURNAL).put(b("large"), large).build());
        assertThat(store.get(JOURNAL, b("large"))).contains(large);
    }

    @Test
    void deletesWhatWasPutAndWhatNeverWas() {
        put(JOURNAL, "a", "b");
        store.commit(Batch.of(JOURNAL).delete(b("a")).delete(b("zzz")).build());
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).containsExactly("b");
    }

    @Test
    void theLaterChangeOfAKeyWins() {
        store.commit(Batch.of(JOURNAL)
                .put(b("a"), b("1"))
                .put(b("a"), b("2"))
                .put(b("b"), b("1"))
                .delete(b("b"))
                .put(b("c"), b("1"))
                .deleteRange(KeyRange.all())
                .put(b("d"), b("1"))
                .build());
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).containsExactly("d");
    }

    @Test
    void scansBothWaysInTheOrderOfUnsignedOctets() {
        for (int octet : new int[] {0x80, 0x00, 0xFF, 0x7F, 0x01}) {
            store.commit(Batch.of(JOURNAL)
                    .put(Bytes.wrap(new byte[] {(byte) octet}), Bytes.EMPTY)
                    .build());
        }
        List<Bytes> forward = scan(Direction.FORWARD);
        assertThat(forward).extracting(Bytes::toString).containsExactly("00", "01", "7f", "80", "ff");
        assertThat(scan(Direction.BACKWARD)).isEqualTo(forward.reversed());
    }

    private List<Bytes> scan(Direction direction) {
        return store.scan(JOURNAL, KeyRange.all(), 99, direction).stream()
                .map(Row::key)
                .toList();
    }

    @Test
    void aScanStopsAtItsLimit() {
        put(JOURNAL, "a", "b", "c");
        assertThat(keys(KeyRange.all(), 0, Direction.FORWARD)).isEmpty();
        assertThat(keys(KeyRange.all(), 2, Direction.FORWARD)).containsExactly("a", "b");
        assertThat(keys(KeyRange.all(), 2, Direction.BACKWARD)).containsExactly("c", "b");
        assertThat(keys(KeyRange.all(), 3, Direction.FORWARD)).hasSize(3);
        assertThat(keys(KeyRange.all(), Integer.MAX_VALUE, Direction.BACKWARD)).hasSize(3);
    }

    @Test
    void aRangeTakesItsStartAndLeavesItsEnd() {
        put(JOURNAL, "a", "b", "c", "d");
        KeyRange range = KeyRange.between(b("b"), b("d"));
        assertThat(keys(range, 9, Direction.FORWARD)).containsExactly("b", "c");
        assertThat(keys(range, 9, Direction.BACKWARD)).containsExactly("c", "b");
        assertThat(keys(KeyRange.between(b("aa"), b("cc")), 9, Direction.FORWARD))
                .containsExactly("b", "c");
    }

    @Test
    void aRangeThatEndsBeforeItsStartIsEmpty() {
        put(JOURNAL, "a", "b", "c");
        KeyRange backward = KeyRange.between(b("c"), b("a"));
        assertThat(keys(backward, 9, Direction.FORWARD)).isEmpty();
        store.commit(Batch.of(JOURNAL).deleteRange(backward).build());
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).hasSize(3);
    }

    @Test
    void aScanGoesOnAfterItsLastKey() {
        put(JOURNAL, "a", "b", "ba", "c");
        assertThat(keys(KeyRange.prefix(b("b")), 1, Direction.FORWARD)).containsExactly("b");
        assertThat(keys(KeyRange.prefix(b("b")).after(b("b")), 9, Direction.FORWARD))
                .containsExactly("ba");
    }

    @Test
    void aPrefixOfTheHighestOctetReachesThePartitionsEndAndNoFurther() {
        Bytes high = Bytes.wrap(new byte[] {(byte) 0xFF});
        Bytes higher = Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
        store.commit(Batch.of(JOURNAL)
                .put(b("a"), b(""))
                .put(high, b(""))
                .put(higher, b(""))
                .build());
        put(Partition.journal("queue/08"), "next");
        for (Direction direction : Direction.values()) {
            assertThat(store.scan(JOURNAL, KeyRange.prefix(high), 9, direction))
                    .extracting(Row::key)
                    .containsExactlyInAnyOrder(high, higher);
        }
        store.commit(Batch.of(JOURNAL).deleteRange(KeyRange.prefix(high)).build());
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).containsExactly("a");
        assertThat(store.get(Partition.journal("queue/08"), b("next"))).isPresent();
    }

    @Test
    void partitionsNeverBleedIntoEachOther() {
        List<Partition> partitions = new ArrayList<>();
        for (String name :
                List.of("a", "ab", "aba", "a/", "b", "A", "a.a", "aa", "a-very-much-longer-name-than-the-others")) {
            partitions.add(Partition.journal(name));
        }
        for (Partition partition : partitions) {
            put(partition, "", "a", "b", "ba", partition.name());
        }
        for (Partition partition : partitions) {
            assertThat(store.scan(partition, KeyRange.all(), 99, Direction.FORWARD))
                    .hasSize(partition.name().equals("a") || partition.name().equals("b") ? 4 : 5);
        }
        store.commit(Batch.of(partitions.getFirst()).deleteRange(KeyRange.all()).build());
        assertThat(store.scan(partitions.getFirst(), KeyRange.all(), 99, Direction.BACKWARD))
                .isEmpty();
        assertThat(store.scan(partitions.get(1), KeyRange.all(), 99, Direction.BACKWARD))
                .hasSize(5);
    }

    @Test
    void aJournalTakesNoConditionsAndCountsNoVersion() {
        assertThatThrownBy(() -> Batch.of(JOURNAL).ifAbsent(b("a")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queue/07");
        assertThat(store.commit(Batch.of(JOURNAL).put(b("a"), b("")).build())).isEqualTo(new Commit.Committed(0));
        assertThat(store.version(JOURNAL)).isZero();
    }

    @Test
    void aVersionedPartitionCountsItsCommits() {
        assertThat(store.version(ACCOUNT)).isZero();
        for (long version = 1; version <= 300; version += 1) {
            assertThat(store.commit(Batch.of(ACCOUNT).put(b("k"), b("v")).build()))
                    .isEqualTo(new Commit.Committed(version));
        }
        assertThat(store.version(ACCOUNT)).isEqualTo(300);
        assertThat(store.version(Partition.versioned("account/ada@example.com")))
                .isZero();
        assertThat(store.scan(ACCOUNT, KeyRange.all(), 9, Direction.FORWARD)).hasSize(1);
    }

    @Test
    void anEmptyBatchCommits() {
        assertThat(store.commit(Batch.of(JOURNAL).build())).isEqualTo(new Commit.Committed(0));
        assertThat(store.commit(Batch.of(ACCOUNT).build())).isEqualTo(new Commit.Committed(1));
    }

    @Test
    void aRowThatShouldBeAbsentConflictsWhenItIsThere() {
        Batch once = Batch.of(ACCOUNT).ifAbsent(b("k")).put(b("k"), b("v")).build();
        assertThat(store.commit(once)).isEqualTo(new Commit.Committed(1));
        assertThat(store.commit(once)).isEqualTo(new Commit.Conflict(new Precondition.Absent(b("k"))));
        assertThat(store.version(ACCOUNT)).isEqualTo(1);
    }

    @Test
    void aRowThatShouldBeEqualConflictsWhenItDiffersOrIsMissing() {
        Batch.Builder change = Batch.of(ACCOUNT).ifEquals(b("k"), b("1")).put(b("k"), b("2"));
        Commit conflict = new Commit.Conflict(new Precondition.Equals(b("k"), b("1")));
        assertThat(store.commit(change.build())).as("missing").isEqualTo(conflict);
        store.commit(Batch.of(ACCOUNT).put(b("k"), b("1")).build());
        assertThat(store.commit(change.build())).as("equal").isEqualTo(new Commit.Committed(2));
        assertThat(store.commit(change.build())).as("different").isEqualTo(conflict);
    }

    @Test
    void aVersionThatShouldHoldConflictsWhenItMovedOn() {
        Batch.Builder change = Batch.of(ACCOUNT).ifVersion(0).put(b("k"), b("v"));
        assertThat(store.commit(change.build())).isEqualTo(new Commit.Committed(1));
        assertThat(store.commit(change.build())).isEqualTo(new Commit.Conflict(new Precondition.VersionIs(0)));
        assertThat(store.commit(Batch.of(ACCOUNT).ifVersion(2).build()))
                .as("a version of the future")
                .isInstanceOf(Commit.Conflict.class);
        assertThat(store.commit(Batch.of(ACCOUNT).ifVersion(1).build())).isEqualTo(new Commit.Committed(2));
    }

    @Test
    void aConflictChangesNothingAtAll() {
        put(ACCOUNT, "there");
        BlobId blob = new BlobId(ACCOUNT, b("blob"));
        BlobWriter writer = store.blobs().writer(blob);
        writer.write(1);
        Commit commit = store.commit(Batch.of(ACCOUNT)
                .ifAbsent(b("missing"))
                .ifAbsent(b("there"))
                .put(b("new"), b(""))
                .delete(b("there"))
                .keep(writer.finish(), List.of("x"))
                .build());
        assertThat(commit).isEqualTo(new Commit.Conflict(new Precondition.Absent(b("there"))));
        assertThat(store.get(ACCOUNT, b("new"))).isEmpty();
        assertThat(store.get(ACCOUNT, b("there"))).isPresent();
        assertThat(store.blobs().size(blob)).isEmpty();
        assertThat(store.version(ACCOUNT)).isEqualTo(1);
    }

    @Test
    void aCounterCountedUpByFiftyThreadsLosesNothing() throws Exception {
        together(50, _ -> {
            boolean counted = false;
            while (!counted) {
                Optional<Bytes> old = store.get(ACCOUNT, b("counter"));
                long next = old.map(value -> new ByteReader(value).number()).orElse(0L) + 1;
                Batch.Builder batch = Batch.of(ACCOUNT)
                        .put(b("counter"), new ByteWriter().number(next).toBytes());
                old.ifPresentOrElse(value -> batch.ifEquals(b("counter"), value), () -> batch.ifAbsent(b("counter")));
                counted = store.commit(batch.build()) instanceof Commit.Committed;
            }
        });
        assertThat(new ByteReader(store.get(ACCOUNT, b("counter")).orElseThrow()).number())
                .isEqualTo(50);
        assertThat(store.version(ACCOUNT)).isEqualTo(50);
    }

    @Test
    void oneOfManyWhoPutTheSameKeyWins() throws Exception {
        List<Commit> commits = Collections.synchronizedList(new ArrayList<>());
        together(
                50,
                number -> commits.add(store.commit(Batch.of(ACCOUNT)
                        .ifAbsent(b("name"))
                        .deleteRange(KeyRange.prefix(b("n")))
                        .put(b("name"), b("writer " + number))
                        .build())));
        assertThat(commits).filteredOn(Commit.Committed.class::isInstance).hasSize(1);
        assertThat(commits).filteredOn(Commit.Conflict.class::isInstance).hasSize(49);
    }

    @Test
    void manyWritersOfOneJournalLoseNothing() throws Exception {
        together(100, number -> put(JOURNAL, "a" + number, "b" + number, "c" + number));
        assertThat(store.scan(JOURNAL, KeyRange.all(), 999, Direction.FORWARD)).hasSize(300);
    }

    @Test
    void aCommitIsSeenByWhoeverReadsAfterIt() throws Exception {
        together(20, number -> {
            put(JOURNAL, "mine" + number);
            assertThat(store.get(JOURNAL, b("mine" + number))).isPresent();
        });
    }

    @Test
    void whatWasCommittedIsThereAfterACrash() {
        put(JOURNAL, "a", "b");
        put(ACCOUNT, "c");
        store.commit(Batch.of(JOURNAL).delete(b("b")).build());
        store = engine.crashAndReopen(store);
        assertThat(keys(KeyRange.all(), 9, Direction.FORWARD)).containsExactly("a");
        assertThat(store.get(ACCOUNT, b("c"))).isPresent();
        assertThat(store.version(ACCOUNT)).isEqualTo(1);
    }

    @Test
    void aClosedStoreSaysSo() {
        put(JOURNAL, "a");
        store.close();
        assertThatThrownBy(() -> store.get(JOURNAL, b("a"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> put(JOURNAL, "b")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.scan(JOURNAL, KeyRange.all(), 1, Direction.FORWARD))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void anInterruptedCallerHearsTheOutcomeAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        put(JOURNAL, "a");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.get(JOURNAL, b("a"))).isPresent();
    }

    protected interface Work {
        void run(int number);
    }

    /** On virtual threads, all at once; what one throws, the test throws. */
    protected static void together(int threads, Work work) throws InterruptedException, ExecutionException {
        List<Future<?>> all = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int number = i;
                all.add(executor.submit(() -> work.run(number)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}

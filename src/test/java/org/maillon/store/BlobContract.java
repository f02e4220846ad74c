package org.maillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;

/** What every engine promises about blobs: written once, held by name, freed with the last name (law 4). */
public abstract class BlobContract {
    private static final Partition HOME = Partition.journal("queue/21");

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

    private static BlobId id(String name) {
        return new BlobId(HOME, Bytes.utf8(name));
    }

    private static byte[] octets(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private PendingBlob written(BlobId id, byte[] octets) {
        BlobWriter writer = store.blobs().writer(id);
        writer.write(octets, 0, octets.length);
        assertThat(writer.size()).isEqualTo(octets.length);
        return writer.finish();
    }

    private BlobId kept(String name, byte[] octets, String... names) {
        commit(Batch.of(HOME).keep(written(id(name), octets), List.of(names)));
        return id(name);
    }

    private void commit(Batch.Builder batch) {
        assertThat(store.commit(batch.build())).isInstanceOf(Commit.Committed.class);
    }

    private byte[] read(BlobId id, long from, long to) {
        try (InputStream in = store.blobs().read(id, from, to).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -2, -1, 0, 1, 2})
    void givesBackWhatWasWrittenAroundTheBordersOfAChunk(int beyond) {
        for (int size :
                new int[] {Math.max(0, 3 + beyond), engine.chunkSize() + beyond, 2 * engine.chunkSize() + beyond}) {
            byte[] octets = octets(size);
            BlobId id = kept("b" + size, octets, "x");
            assertThat(store.blobs().size(id)).hasValue(size);
            assertThat(read(id, 0, Long.MAX_VALUE)).isEqualTo(octets);
        }
    }

    @Test
    void travelsInItsBatchUpToAChunk() {
        assertThat(written(id("at"), octets(engine.chunkSize())).inline()).isPresent();
        assertThat(written(id("above"), octets(engine.chunkSize() + 1)).inline())
                .isEmpty();
    }

    @Test
    void keepsAnEmptyBlobAndOneOctet() {
        assertThat(read(kept("empty", new byte[0], "x"), 0, 9)).isEmpty();
        assertThat(store.blobs().size(id("empty"))).hasValue(0);
        assertThat(read(kept("one", new byte[] {7}, "x"), 0, 9)).containsExactly(7);
    }

    @Test
    void streamsTenMegabytes() throws IOException {
        byte[] piece = octets(1 << 20);
        BlobWriter writer = store.blobs().writer(id("ten"));
        for (int i = 0; i < 10; i++) {
            writer.write(piece, 0, piece.length);
        }
        commit(Batch.of(HOME).keep(writer.finish(), List.of("x")));
        try (InputStream in = store.blobs().read(id("ten")).orElseThrow()) {
            for (int i = 0; i < 10; i++) {
                assertThat(Arrays.equals(in.readNBytes(piece.length), piece)).isTrue();
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void takesOctetsOneByOne() throws IOException {
        BlobWriter writer = store.blobs().writer(id("slow"));
        for (int i = 0; i < 300; i++) {
            writer.write(i);
        }
        commit(Batch.of(HOME).keep(writer.finish(), List.of("x")));
        try (InputStream in = store.blobs().read(id("slow"), 254, 258).orElseThrow()) {
            assertThat(in.read()).isEqualTo(254);
            assertThat(in.read()).isEqualTo(255);
            assertThat(in.read()).isZero();
            assertThat(in.read()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void readsAnyRange() {
        int chunk = engine.chunkSize();
        byte[] octets = octets(3 * chunk);
        BlobId id = kept("ranges", octets, "x");
        int[][] ranges = {
            {0, 1}, {chunk - 1, chunk + 1}, {chunk, 2 * chunk}, {1, 3 * chunk - 1}, {3 * chunk - 1, 3 * chunk}
        };
        for (int[] range : ranges) {
            assertThat(read(id, range[0], range[1]))
                    .as(Arrays.toString(range))
                    .isEqualTo(Arrays.copyOfRange(octets, range[0], range[1]));
        }
        assertThat(read(id, 5, 5)).as("nothing").isEmpty();
        assertThat(read(id, 9, 3)).as("backward").isEmpty();
        assertThat(read(id, 3L * chunk, 4L * chunk)).as("behind the end").isEmpty();
        assertThat(read(id, 3L * chunk - 2, Long.MAX_VALUE))
                .as("cut at the end")
                .hasSize(2);
    }

    @Test
    void skipsWithoutReading() throws IOException {
        byte[] octets = octets(3 * engine.chunkSize());
        try (InputStream in = store.blobs().read(kept("skip", octets, "x")).orElseThrow()) {
            assertThat(in.skip(engine.chunkSize() + 7)).isEqualTo(engine.chunkSize() + 7);
            assertThat(in.read()).isEqualTo(octets[engine.chunkSize() + 7] & 0xFF);
            assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(2L * engine.chunkSize() - 8);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aBlobThatNoBatchKeptCannotBeRead() {
        written(id("small"), octets(5));
        written(id("large"), octets(2 * engine.chunkSize()));
        for (String name : List.of("small", "large", "never written")) {
            assertThat(store.blobs().size(id(name))).as(name).isEmpty();
            assertThat(store.blobs().read(id(name))).as(name).isEmpty();
        }
    }

    @Test
    void theLastReleaseFreesASmallBlob() {
        freedByLastRelease(octets(5));
    }

    @Test
    void theLastReleaseFreesEveryChunkOfALargeBlob() {
        freedByLastRelease(octets(3 * engine.chunkSize() + 1));
    }

    private void freedByLastRelease(byte[] octets) {
        BlobId id = kept("b", octets, "q", "r0");
        commit(Batch.of(HOME).hold(id, "r1"));
        commit(Batch.of(HOME).release(id, "q").release(id, "r0"));
        assertThat(read(id, 0, Long.MAX_VALUE)).isEqualTo(octets);
        commit(Batch.of(HOME).release(id, "r1"));
        assertThat(store.blobs().size(id)).isEmpty();
        assertThat(store.blobs().read(id)).isEmpty();
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void releasingWhatIsNotThereChangesNothing() {
        commit(Batch.of(HOME).release(id("nobody"), "q"));
        BlobId id = kept("b", octets(5), "q");
        commit(Batch.of(HOME).release(id, "stranger").release(id, "stranger"));
        assertThat(store.blobs().size(id)).hasValue(5);
        commit(Batch.of(HOME).release(id, "q"));
        commit(Batch.of(HOME).release(id, "q"));
        assertThat(store.blobs().size(id)).isEmpty();
    }

    @Test
    void holdingTwiceUnderOneNameIsHoldingOnce() {
        BlobId id = kept("b", octets(5), "q", "q");
        commit(Batch.of(HOME).hold(id, "q").hold(id, "q"));
        commit(Batch.of(HOME).release(id, "q"));
        assertThat(store.blobs().size(id)).isEmpty();
    }

    @Test
    void keepingTwiceIsKeepingOnce() {
        for (int size : new int[] {5, 2 * engine.chunkSize()}) {
            BlobId id = id("b" + size);
            PendingBlob blob = written(id, octets(size));
            commit(Batch.of(HOME).keep(blob, List.of("q")));
            commit(Batch.of(HOME).keep(blob, List.of("q", "r0")));
            assertThat(read(id, 0, Long.MAX_VALUE)).isEqualTo(octets(size));
            commit(Batch.of(HOME).release(id, "q").release(id, "r0"));
            assertThat(store.blobs().size(id)).isEmpty();
        }
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void holdsGoOverFromOneNameToTheNextInOneBatch() {
        BlobId id = kept("b", octets(5), "q");
        commit(Batch.of(HOME).hold(id, "r0").release(id, "q"));
        assertThat(store.blobs().size(id)).hasValue(5);
    }

    @Test
    void aBlobKeptAndReleasedInOneBatchIsGone() {
        PendingBlob blob = written(id("b"), octets(2 * engine.chunkSize()));
        commit(Batch.of(HOME).keep(blob, List.of("q")).release(id("b"), "q"));
        assertThat(store.blobs().size(id("b"))).isEmpty();
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void aThousandNamesHoldAndRelease() {
        String[] names = new String[1000];
        Arrays.setAll(names, number -> "r" + number);
        BlobId id = kept("b", octets(5), names);
        for (int i = 0; i < 999; i++) {
            commit(Batch.of(HOME).release(id, names[i]));
        }
        assertThat(store.blobs().size(id)).hasValue(5);
        commit(Batch.of(HOME).release(id, names[999]));
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void manyReleaseTheSameBlobAtOnceAndOneOfThemFreesIt() throws Exception {
        String[] names = new String[40];
        Arrays.setAll(names, number -> "r" + number);
        BlobId id = kept("b", octets(2 * engine.chunkSize()), names);
        StoreContract.together(40, number -> commit(Batch.of(HOME).release(id, "r" + number)));
        assertThat(store.blobs().size(id)).isEmpty();
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void blobsOfOneNameInTwoHomesAreTwo() {
        BlobId here = kept("b", octets(5), "q");
        Partition other = Partition.versioned("queue/2");
        BlobId there = new BlobId(other, here.name());
        commit(Batch.of(other).keep(written(there, octets(6)), List.of("q")));
        commit(Batch.of(HOME).release(here, "q"));
        assertThat(store.blobs().size(here)).isEmpty();
        assertThat(read(there, 0, 9)).isEqualTo(octets(6));
    }

    @Test
    void aBatchTouchesOnlyBlobsOfItsOwnPartition() {
        BlobId stranger = new BlobId(Partition.journal("queue/22"), Bytes.utf8("b"));
        PendingBlob blob = written(stranger, octets(5));
        assertThatThrownBy(() ->
                        store.commit(Batch.of(HOME).keep(blob, List.of("q")).build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.commit(Batch.of(HOME).hold(stranger, "q").build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> store.commit(Batch.of(HOME).release(stranger, "q").build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBatchThatKeepsWhatWasNeverWrittenIsRefusedWhole() {
        PendingBlob ghost = new PendingBlob(id("ghost"), 1 << 20, Optional.empty());
        Batch batch = Batch.of(HOME)
                .put(Bytes.utf8("k"), Bytes.EMPTY)
                .keep(ghost, List.of("q"))
                .build();
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> store.commit(Batch.of(HOME).hold(id("ghost"), "q").build()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.get(HOME, Bytes.utf8("k"))).isEmpty();
    }

    @Test
    void aWriterClosedBeforeItsEndLeavesNothing() {
        for (int size : new int[] {5, 3 * engine.chunkSize()}) {
            BlobWriter writer = store.blobs().writer(id("b"));
            writer.write(octets(size), 0, size);
            writer.close();
            writer.close();
            assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(engine.chunks(store)).isZero();
    }

    @Test
    void closingAFinishedWriterChangesNothing() {
        byte[] octets = octets(2 * engine.chunkSize());
        BlobWriter writer = store.blobs().writer(id("b"));
        writer.write(octets, 0, octets.length);
        PendingBlob blob = writer.finish();
        writer.close();
        commit(Batch.of(HOME).keep(blob, List.of("q")));
        assertThat(read(id("b"), 0, Long.MAX_VALUE)).isEqualTo(octets);
    }

    @Test
    void aCrashSweepsWhatNoBatchKept() {
        byte[] octets = octets(3 * engine.chunkSize());
        BlobId held = kept("held", octets, "q");
        written(id("finished"), octets);
        store.blobs().writer(id("unfinished")).write(octets, 0, octets.length);
        commit(Batch.of(HOME).put(Bytes.utf8("sync"), Bytes.EMPTY));
        store = engine.crashAndReopen(store);
        assertThat(read(held, 0, Long.MAX_VALUE)).isEqualTo(octets);
        assertThat(store.blobs().size(id("finished"))).isEmpty();
        commit(Batch.of(HOME).release(held, "q"));
        assertThat(engine.chunks(store)).isZero();
    }
}

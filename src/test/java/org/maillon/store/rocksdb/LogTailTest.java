package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store.Direction;

/** What a loss of power leaves at the end of the write-ahead log never keeps the store from opening. */
class LogTailTest {
    private static final Partition QUEUE = Partition.journal("queue/00");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void aLogCutShortLosesOnlyItsLastRecord(int octets) throws IOException {
        Path log = crashedAfterTenCommits();
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - octets);
        }
        assertThat(rowsFound()).isEqualTo(9);
    }

    @Test
    void aDamagedLastRecordIsLeftOut() throws IOException {
        Path log = crashedAfterTenCommits();
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), file.size() - 30);
        }
        assertThat(rowsFound()).isEqualTo(9);
    }

    @Test
    void garbageBehindTheLastRecordIsLeftOut() throws IOException {
        Path log = crashedAfterTenCommits();
        Files.write(log, new byte[] {1, 2, 3, 4, 5, 0, 1, 8, 9, 10, 11, 12}, StandardOpenOption.APPEND);
        assertThat(rowsFound()).isEqualTo(10);
    }

    /** RocksDB 11.8.1 never comes back from opening such a log (facebook/rocksdb issue 13333). */
    @ParameterizedTest
    @ValueSource(bytes = {5, 6, 7, 8, 11})
    void aHeadThatClaimsToBeOfARecycledLogIsCutOff(byte type) throws IOException {
        Path log = crashedAfterTenCommits();
        byte[] garbage = new byte[50_000];
        garbage[4] = 9;
        garbage[6] = type;
        Files.write(log, garbage, StandardOpenOption.APPEND);
        assertThat(rowsFound()).isEqualTo(10);
    }

    @Test
    void suchAHeadInALaterBlockIsCutOffToo() throws IOException {
        Path log = crashedAfterTenCommits();
        byte[] garbage = new byte[100_000];
        int nextBlock = (32 << 10) - (int) Files.size(log) % (32 << 10);
        garbage[nextBlock + 6] = 6;
        Files.write(log, garbage, StandardOpenOption.APPEND);
        assertThat(rowsFound()).isEqualTo(10);
    }

    /** Where a record's length goes beyond its block, RocksDB reads on in the next, and there the same may stand. */
    @ParameterizedTest
    @ValueSource(ints = {5, 8, 11, 34, 130, 131})
    void whatStandsBehindTheFirstDamageIsNeverRead(int type) throws IOException {
        Path log = crashedAfterTenCommits();
        byte[] garbage = new byte[100_000];
        garbage[4] = (byte) 0xFF;
        garbage[5] = (byte) 0xFF;
        garbage[6] = 74;
        int nextBlock = (32 << 10) - (int) Files.size(log) % (32 << 10);
        garbage[nextBlock + 6] = (byte) type;
        Files.write(log, garbage, StandardOpenOption.APPEND);
        assertThat(rowsFound()).isEqualTo(10);
        assertThat(rowsFound()).as("opened once more").isEqualTo(10);
    }

    @Test
    void soundLogsOfManyBlocksAreLeftAsTheyAre() throws IOException {
        Path alive = folder.resolve("alive");
        try (RocksStore store = RocksStore.open(alive, RocksEngine.SMALL)) {
            for (int i = 0; i < 60; i++) {
                byte[] value = new byte[1 + i * 997];
                Arrays.fill(value, (byte) 7);
                store.commit(Batch.of(QUEUE)
                        .put(Bytes.utf8("row " + i), Bytes.wrap(value))
                        .build());
            }
            RocksEngine.copy(alive, folder.resolve("left"));
        }
        assertThat(rowsFound()).isEqualTo(60);
    }

    @Test
    void zeroesBehindTheLastRecordAreLeftOut() throws IOException {
        Path log = crashedAfterTenCommits();
        Files.write(log, new byte[9000], StandardOpenOption.APPEND);
        assertThat(rowsFound()).isEqualTo(10);
    }

    private Path crashedAfterTenCommits() throws IOException {
        Path alive = folder.resolve("alive");
        try (RocksStore store = RocksStore.open(alive, RocksEngine.SMALL)) {
            for (int i = 0; i < 10; i++) {
                store.commit(Batch.of(QUEUE)
                        .put(Bytes.utf8("row " + i), Bytes.wrap(new byte[60]))
                        .build());
            }
            RocksEngine.copy(alive, folder.resolve("left"));
        }
        try (Stream<Path> files = Files.list(folder.resolve("left/store"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
        }
    }

    private int rowsFound() {
        try (RocksStore store = RocksStore.open(folder.resolve("left"), RocksEngine.SMALL)) {
            return store.scan(QUEUE, KeyRange.all(), 99, Direction.FORWARD).size();
        }
    }
}

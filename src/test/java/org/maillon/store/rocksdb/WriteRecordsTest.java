package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB reads what we write. */
class WriteRecordsTest {
    private static final byte[] KEY = {1, 2, 3};

    @Test
    void isWhatRocksDbItselfWouldHaveWritten() throws RocksDBException {
        RocksDB.loadLibrary();
        WriteRecords records = new WriteRecords(0);
        records.put(Column.CHUNKS, KEY, new byte[0]);
        records.put(Column.ROWS, new byte[127], new byte[128]);
        records.put(Column.BLOBS, new byte[128], new byte[70_000]);
        records.delete(Column.BLOBS, KEY);
        records.deleteRange(Column.ROWS, KEY, new byte[] {4});
        try (WriteBatch batch = new WriteBatch(records.toBatch())) {
            assertThat(batch.count()).isEqualTo(5);
            assertThat(batch.hasPut()).isTrue();
            assertThat(batch.hasDelete()).isTrue();
            assertThat(batch.hasDeleteRange()).isTrue();
            assertThat(batch.data()).isEqualTo(records.toBatch());
        }
    }

    @Test
    void goesBackToAMark() {
        WriteRecords records = new WriteRecords(8);
        records.delete(Column.ROWS, KEY);
        byte[] before = records.toBatch();
        long mark = records.mark();
        records.put(Column.ROWS, KEY, new byte[9000]);
        records.truncate(mark);
        assertThat(records.toBatch()).isEqualTo(before);
        records.clear();
        assertThat(records.isEmpty()).isTrue();
    }

    /** A random run of puts and deletions of few keys, by two writers whose records are joined. */
    @Test
    void leavesOfEachKeyWhatWasSaidLast(@TempDir Path folder) throws RocksDBException {
        RocksDB.loadLibrary();
        Random random = new Random(7);
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB database = RocksDB.open(options, folder.toString())) {
            for (int run = 0; run < 200; run++) {
                NavigableMap<Byte, byte[]> expected = new TreeMap<>();
                WriteRecords all = new WriteRecords(0);
                all.deleteRange(Column.ROWS, new byte[] {0}, new byte[] {Byte.MAX_VALUE});
                write(database, all);
                all.clear();
                for (int part = 0; part < 3; part++) {
                    WriteRecords some = new WriteRecords(0);
                    for (int i = 0; i < 20; i++) {
                        say(random, some, expected);
                    }
                    all.add(some);
                }
                write(database, all);
                for (byte key = 1; key < 9; key++) {
                    assertThat(database.get(new byte[] {key})).isEqualTo(expected.get(key));
                }
            }
        }
    }

    private static void say(Random random, WriteRecords records, NavigableMap<Byte, byte[]> expected) {
        byte key = (byte) random.nextInt(1, 9);
        if (random.nextInt(3) == 0) {
            records.delete(Column.ROWS, new byte[] {key});
            expected.remove(key);
        } else if (random.nextInt(20) == 0) {
            records.deleteRange(Column.ROWS, new byte[] {key}, new byte[] {9});
            expected.tailMap(key).clear();
        } else {
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(value);
            records.put(Column.ROWS, new byte[] {key}, value);
            expected.put(key, value);
        }
    }

    private static void write(RocksDB database, WriteRecords records) throws RocksDBException {
        try (WriteOptions options = new WriteOptions();
                WriteBatch batch = new WriteBatch(records.toBatch())) {
            database.write(options, batch);
        }
    }

    @Test
    void putsKeysInTheirOrder() {
        WriteRecords records = new WriteRecords(0);
        WriteRecords inOrder = new WriteRecords(0);
        records.put(Column.BLOBS, KEY, KEY);
        records.put(Column.ROWS, new byte[] {(byte) 0x80}, KEY);
        records.put(Column.ROWS, new byte[] {1, 2}, KEY);
        inOrder.put(Column.ROWS, new byte[] {1, 2}, KEY);
        inOrder.put(Column.ROWS, new byte[] {(byte) 0x80}, KEY);
        inOrder.put(Column.BLOBS, KEY, KEY);
        assertThat(records.toBatch()).isEqualTo(inOrder.toBatch());
    }
}

package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

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
}

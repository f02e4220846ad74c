package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.PendingBlob;

/** Batches of one group see each other, before any of them is written. */
class GroupTest {
    private static final Partition ACCOUNT = Partition.versioned("account/1");
    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes ONE = Bytes.utf8("1");
    private static final Bytes TWO = Bytes.utf8("2");

    @TempDir
    Path folder;

    private Database database;
    private Group group;

    @BeforeEach
    void open() {
        database = Database.open(folder, RocksEngine.SMALL);
        group = new Group(database, 4096);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Commit add(Batch.Builder batch) {
        return group.add(RocksStore.ticket(batch.build()));
    }

    private void written() {
        group.write();
        group.clear();
    }

    @Test
    void aSecondPutUnderAbsentConflicts() {
        assertThat(add(Batch.of(ACCOUNT).ifAbsent(KEY).put(KEY, ONE))).isEqualTo(new Commit.Committed(1));
        assertThat(add(Batch.of(ACCOUNT).ifAbsent(KEY).put(KEY, TWO))).isInstanceOf(Commit.Conflict.class);
        written();
        assertThat(database.get(Column.ROWS, Keys.row(ACCOUNT, KEY))).isEqualTo(ONE.toArray());
    }

    @Test
    void equalsSeesWhatStandsBefore() {
        add(Batch.of(ACCOUNT).put(KEY, ONE));
        assertThat(add(Batch.of(ACCOUNT).ifEquals(KEY, ONE).put(KEY, TWO))).isEqualTo(new Commit.Committed(2));
        assertThat(add(Batch.of(ACCOUNT).ifEquals(KEY, ONE))).isInstanceOf(Commit.Conflict.class);
        assertThat(add(Batch.of(ACCOUNT).ifEquals(KEY, TWO).delete(KEY))).isEqualTo(new Commit.Committed(3));
        assertThat(add(Batch.of(ACCOUNT).ifAbsent(KEY))).isEqualTo(new Commit.Committed(4));
    }

    @Test
    void versionsGoOnWithinTheGroupAndAfterIt() {
        add(Batch.of(ACCOUNT));
        assertThat(add(Batch.of(ACCOUNT).ifVersion(0))).isInstanceOf(Commit.Conflict.class);
        assertThat(add(Batch.of(ACCOUNT).ifVersion(1))).isEqualTo(new Commit.Committed(2));
        written();
        assertThat(add(Batch.of(ACCOUNT).ifVersion(2))).isEqualTo(new Commit.Committed(3));
    }

    @Test
    void aDeletedRangeHidesWhatIsStoredAndWhatStoodBefore() {
        add(Batch.of(ACCOUNT).put(KEY, ONE));
        written();
        add(Batch.of(ACCOUNT).put(Bytes.utf8("kez"), ONE).deleteRange(KeyRange.prefix(Bytes.utf8("ke"))));
        assertThat(add(Batch.of(ACCOUNT)
                        .ifAbsent(KEY)
                        .ifAbsent(Bytes.utf8("kez"))
                        .put(KEY, TWO)))
                .isInstanceOf(Commit.Committed.class);
        assertThat(add(Batch.of(ACCOUNT).ifEquals(KEY, TWO))).isInstanceOf(Commit.Committed.class);
        written();
        assertThat(database.get(Column.ROWS, Keys.row(ACCOUNT, KEY))).isEqualTo(TWO.toArray());
    }

    @Test
    void partitionsOfAGroupDoNotMix() {
        add(Batch.of(ACCOUNT).put(KEY, ONE));
        assertThat(add(Batch.of(Partition.versioned("account/11")).ifAbsent(KEY)))
                .isEqualTo(new Commit.Committed(1));
    }

    @Test
    void aBlobKeptReleasedAndKeptAgainIsThere() {
        BlobId id = new BlobId(ACCOUNT, KEY);
        PendingBlob blob = new PendingBlob(id, 1, Optional.of(ONE));
        add(Batch.of(ACCOUNT).keep(blob, List.of("q")));
        add(Batch.of(ACCOUNT).release(id, "q"));
        add(Batch.of(ACCOUNT).keep(blob, List.of("q")));
        written();
        assertThat(database.get(Column.CHUNKS, Keys.chunk(Keys.chunks(id), 0))).isEqualTo(ONE.toArray());
        add(Batch.of(ACCOUNT).hold(id, "r").release(id, "q"));
        add(Batch.of(ACCOUNT).release(id, "r"));
        written();
        assertThat(database.get(Column.CHUNKS, Keys.chunk(Keys.chunks(id), 0))).isNull();
        assertThat(database.get(Column.BLOBS, Keys.blob(Keys.HELD, id))).isNull();
    }

    @Test
    void aBatchThatMakesNoSenseLeavesTheGroupAsItWas() {
        BlobId id = new BlobId(ACCOUNT, KEY);
        PendingBlob blob = new PendingBlob(id, 1, Optional.of(ONE));
        add(Batch.of(ACCOUNT).put(KEY, ONE));
        assertThatThrownBy(() -> add(
                        Batch.of(ACCOUNT).put(KEY, TWO).keep(blob, List.of("q")).hold(new BlobId(ACCOUNT, TWO), "q")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(add(Batch.of(ACCOUNT).ifEquals(KEY, ONE))).isEqualTo(new Commit.Committed(2));
        assertThatThrownBy(() -> add(Batch.of(ACCOUNT).hold(id, "q"))).isInstanceOf(IllegalStateException.class);
        written();
        assertThat(database.get(Column.ROWS, Keys.row(ACCOUNT, KEY))).isEqualTo(ONE.toArray());
        assertThat(database.get(Column.CHUNKS, Keys.chunk(Keys.chunks(id), 0))).isNull();
    }
}

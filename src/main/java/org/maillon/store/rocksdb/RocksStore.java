package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Batch.Change;
import org.maillon.store.Blobs;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;

/** The store on RocksDB, in a {@link DataFolder} that is locked while it is open. */
public final class RocksStore implements Store {
    private static final String SUBFOLDER = "store";
    private static final int SWEPT_AT_ONCE = 1000;

    private final DataFolder folder;
    private final Database database;
    private final Committer committer;
    private final RocksBlobs blobs;

    private RocksStore(DataFolder folder, Database database, RocksSettings settings, LongSupplier usableSpace) {
        this.folder = folder;
        this.database = database;
        this.committer = new Committer(database, settings, usableSpace);
        this.blobs = new RocksBlobs(
                database, committer, Math.toIntExact(settings.chunkSize().octets()));
    }

    /**
     * Opens or creates.
     *
     * @throws DataFolder.RefusedException where the folder is in use, of a newer version, or not ours; it is untouched then
     */
    public static RocksStore open(Path folder, RocksSettings settings) {
        return open(folder, settings, usableSpaceOf(folder));
    }

    static RocksStore open(Path path, RocksSettings settings, LongSupplier usableSpace) {
        DataFolder folder = DataFolder.open(path);
        try {
            Database database = Database.open(path.resolve(SUBFOLDER), settings);
            try {
                sweepPending(database);
                return new RocksStore(folder, database, settings, usableSpace);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public Optional<Bytes> get(Partition partition, Bytes key) {
        return Optional.ofNullable(database.get(Column.ROWS, Keys.row(partition, key)))
                .map(Bytes::wrap);
    }

    @Override
    public List<Row> scan(Partition partition, KeyRange range, int limit, Direction direction) {
        Span span = Span.of(partition, range);
        return limit <= 0 || span.isEmpty() ? List.of() : database.scan(Column.ROWS, span, limit, direction);
    }

    @Override
    public long version(Partition partition) {
        return partition.kind() == Partition.Kind.JOURNAL ? 0 : Group.storedVersion(database, partition);
    }

    @Override
    public Commit commit(Batch batch) {
        return committer.commit(ticket(batch));
    }

    static Ticket ticket(Batch batch) {
        return Ticket.batch(batch, rows(batch));
    }

    private static WriteRecords rows(Batch batch) {
        WriteRecords rows = new WriteRecords(512);
        Partition partition = batch.partition();
        for (Change change : batch.changes()) {
            switch (change) {
                case Change.Put(Bytes key, Bytes value) ->
                    rows.put(Column.ROWS, Keys.row(partition, key), value.shared());
                case Change.Delete(Bytes key) -> rows.delete(Column.ROWS, Keys.row(partition, key));
                case Change.DeleteRange(KeyRange range) -> deleteRange(rows, partition, range);
                case Change.Keep keep -> requireHome(partition, keep.blob().id().home());
                case Change.Hold hold -> requireHome(partition, hold.blob().home());
                case Change.Release release ->
                    requireHome(partition, release.blob().home());
            }
        }
        return rows;
    }

    private static void deleteRange(WriteRecords rows, Partition partition, KeyRange range) {
        Span span = Span.of(partition, range);
        if (!span.isEmpty()) { // RocksDB refuses a range whose end is before its start
            rows.deleteRange(Column.ROWS, span.from(), span.to());
        }
    }

    private static void requireHome(Partition partition, Partition home) {
        if (!partition.equals(home)) {
            throw new IllegalArgumentException(
                    "a batch of " + partition.name() + " cannot touch a blob at home in " + home.name());
        }
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    /** What waits is committed first; then the memtables go to their files, so that the next start is quick. */
    @Override
    public void close() {
        committer.close();
        try {
            database.flush();
        } catch (StoreException _) {
            // closed already, or a full disk: the log holds it all
        }
        database.close();
        folder.close();
    }

    Database database() {
        return database;
    }

    /** Frees the large blobs that a crash left without a batch that keeps them. */
    private static void sweepPending(Database database) {
        Span pending = new Span(new byte[] {Keys.PENDING}, new byte[] {Keys.PENDING + 1}, 0);
        List<Row> marks;
        do {
            marks = database.scan(Column.BLOBS, pending, SWEPT_AT_ONCE, Direction.FORWARD);
            for (Row mark : marks) {
                sweep(database, mark.key().shared());
            }
        } while (marks.size() == SWEPT_AT_ONCE);
    }

    private static void sweep(Database database, byte[] mark) {
        byte[] chunks = Keys.chunksOfPending(mark);
        byte[] held = mark.clone();
        held[0] = Keys.HELD;
        WriteRecords records = new WriteRecords(256);
        if (database.get(Column.BLOBS, held) == null) {
            List<byte[]> keys = new ArrayList<>();
            database.eachKey(Column.CHUNKS, chunks, keys::add);
            keys.forEach(key -> records.delete(Column.CHUNKS, key));
        }
        records.delete(Column.BLOBS, mark);
        database.write(records, true);
    }

    /** Asked at each group: a free disk is not assumed to stay free. */
    private static LongSupplier usableSpaceOf(Path folder) {
        FileStore[] disk = new FileStore[1];
        return () -> {
            try {
                if (disk[0] == null) {
                    disk[0] = Files.getFileStore(folder);
                }
                return disk[0].getUsableSpace();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}

package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Bytes;
import org.maillon.store.Row;
import org.maillon.store.Store.Direction;
import org.maillon.store.StoreException;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The native side: all calls into RocksDB, and its faults in the store's words.
 *
 * <p>Reads run on the caller's thread and so hold its carrier while in native code. That is on purpose: what is read
 * was mostly written a moment ago and comes from the memtable or the block cache within microseconds, less than a way to
 * another thread and back would cost; a read that does go to the disk holds one carrier for that read. Writes that sync
 * take a thousand times as long, and happen on the committer alone.
 */
final class Database implements AutoCloseable {
    private static final int TRIAL = 1 << 20;
    private static final ByteBuffer TRIAL_OCTETS = ByteBuffer.allocateDirect(8192);

    private final Path folder;
    private final Tuning tuning;

    /** Empty while RocksDB could not be opened anew; changed where nobody else is inside the gate. */
    private Optional<Handles> handles;

    private final ReadOptions reading = new ReadOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions().setSync(false);
    private final Gate gate = new Gate();

    private volatile boolean reopened;

    /** What RocksDB gives for an open folder. */
    private record Handles(RocksDB rocks, List<ColumnFamilyHandle> columns) {
        static Handles open(Path folder, Tuning tuning) throws RocksDBException, IOException {
            Files.createDirectories(folder);
            LogTails.endAtTheFirstDamage(folder);
            List<ColumnFamilyHandle> columns = new ArrayList<>();
            return new Handles(RocksDB.open(tuning.options, folder.toString(), tuning.columns(), columns), columns);
        }

        ColumnFamilyHandle of(Column column) {
            return columns.get(column.id);
        }

        void close() {
            columns.forEach(ColumnFamilyHandle::close);
            rocks.close();
        }
    }

    private Database(Path folder, Tuning tuning, Handles handles) {
        this.folder = folder;
        this.tuning = tuning;
        this.handles = Optional.of(handles);
    }

    static Database open(Path folder, RocksSettings settings) {
        RocksDB.loadLibrary();
        Tuning tuning = new Tuning(settings);
        try {
            return new Database(folder, tuning, Handles.open(folder, tuning));
        } catch (RocksDBException | IOException e) {
            tuning.close();
            throw doesNotOpen(folder, e);
        }
    }

    private static StoreException doesNotOpen(Path folder, Exception e) {
        return StoreException.broken("the store in " + folder + " does not open: " + e.getMessage(), e);
    }

    /**
     * After a fault of the disk RocksDB takes no write any more, whatever becomes of the disk: only opening it anew, which
     * reads its log back, helps (docs/adr/0006). Readers wait meanwhile. What is open stays so, and can be read, until the
     * disk takes a file again.
     */
    void reopen() {
        try {
            tryDisk();
        } catch (IOException e) {
            throw StoreException.broken("the disk still takes no file: " + e.getMessage(), e);
        }
        gate.alone(() -> {
            reopened = true;
            handles.ifPresent(Handles::close);
            handles = Optional.empty();
            try {
                handles = Optional.of(Handles.open(folder, tuning));
            } catch (RocksDBException | IOException e) {
                throw doesNotOpen(folder, e);
            }
        });
    }

    /** Whether it can at least be read. */
    boolean isOpen() {
        long stamp = gate.enter();
        try {
            return handles.isPresent();
        } finally {
            gate.leave(stamp);
        }
    }

    /** Whether writes that were answered unsynced may be gone. */
    boolean wasReopened() {
        return reopened;
    }

    /** As RocksDB will: new files, written and synced. */
    private void tryDisk() throws IOException {
        Path trial = folder.resolve("trial");
        try (FileChannel file = FileChannel.open(trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int written = 0; written < TRIAL; ) {
                written += file.write(TRIAL_OCTETS.duplicate());
            }
            file.force(true);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    /** The caller is inside the gate. */
    private Handles handles() {
        return handles.orElseThrow(() -> StoreException.broken(
                "the store in " + folder + " does not open for now", new IllegalStateException("not open")));
    }

    byte @Nullable [] get(Column column, byte[] key) {
        long stamp = gate.enter();
        try {
            Handles open = handles();
            return open.rocks().get(open.of(column), reading, key);
        } catch (RocksDBException e) {
            throw said("reading", e);
        } finally {
            gate.leave(stamp);
        }
    }

    List<Row> scan(Column column, Span span, int limit, Direction direction) {
        long stamp = gate.enter();
        try (Slice lower = new Slice(span.from());
                Slice upper = new Slice(span.to());
                ReadOptions options =
                        new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator at = iterator(column, options)) {
            return rows(at, span.prefix(), limit, direction);
        } catch (RocksDBException e) {
            throw said("scanning", e);
        } finally {
            gate.leave(stamp);
        }
    }

    private static List<Row> rows(RocksIterator at, int prefix, int limit, Direction direction)
            throws RocksDBException {
        List<Row> rows = new ArrayList<>(Math.min(limit, 64));
        boolean forward = direction == Direction.FORWARD;
        if (forward) {
            at.seekToFirst();
        } else {
            at.seekToLast();
        }
        while (rows.size() < limit && at.isValid()) {
            byte[] key = at.key();
            rows.add(new Row(Bytes.wrap(Arrays.copyOfRange(key, prefix, key.length)), Bytes.wrap(at.value())));
            if (forward) {
                at.next();
            } else {
                at.prev();
            }
        }
        at.status(); // a fault ends an iteration as silently as the range's end does
        return rows;
    }

    /** Each key that begins with {@code prefix}. */
    void eachKey(Column column, byte[] prefix, Consumer<byte[]> visitor) {
        long stamp = gate.enter();
        try (RocksIterator at = iterator(column, reading)) {
            for (at.seek(prefix); at.isValid(); at.next()) {
                byte[] key = at.key();
                if (key.length < prefix.length || !Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length)) {
                    break;
                }
                visitor.accept(key);
            }
            at.status();
        } catch (RocksDBException e) {
            throw said("scanning", e);
        } finally {
            gate.leave(stamp);
        }
    }

    /**
     * With {@code sync}, returns when this and everything written before it is on the disk: RocksDB then syncs all
     * write-ahead logs not synced yet, oldest first, also those closed by a switch in between
     * (DBImpl::WriteGroupToWAL, {@code for (auto& log : logs_) … Sync}).
     */
    void write(WriteRecords records, boolean sync) {
        long stamp = gate.enter();
        try (WriteBatch batch = new WriteBatch(records.toBatch())) {
            handles().rocks().write(sync ? synced : unsynced, batch);
        } catch (RocksDBException e) {
            throw said("writing", e);
        } finally {
            gate.leave(stamp);
        }
    }

    /** Moves the memtables into files: the next start has no log to read again. */
    void flush() {
        long stamp = gate.enter();
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            Handles open = handles();
            open.rocks().flush(options, open.columns());
        } catch (RocksDBException e) {
            throw said("flushing", e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void close() {
        gate.close(() -> {
            handles.ifPresent(Handles::close);
            reading.close();
            synced.close();
            unsynced.close();
            tuning.close();
        });
    }

    private RocksIterator iterator(Column column, ReadOptions options) {
        Handles open = handles();
        return open.rocks().newIterator(open.of(column), options);
    }

    private static StoreException said(String doing, RocksDBException e) {
        String message = doing + " failed: " + e.getMessage();
        return isFull(e) ? StoreException.full(message, e) : StoreException.broken(message, e);
    }

    private static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        boolean told = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return told || String.valueOf(e.getMessage()).contains("No space left");
    }
}

package org.maillon.store.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Batch.Change;
import org.maillon.store.Batch.Precondition;
import org.maillon.store.BlobId;
import org.maillon.store.Blobs;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;

/**
 * A store of ordered maps. Every commit is "on the disk" at once; {@link Faults} decides which one is the last before a
 * crash. After a crash every call throws, as from a process that is gone, until {@link #reopen} gives the state that was
 * durable, swept of unfinished blobs.
 */
public final class ModelStore implements Store {
    public static final int CHUNK_SIZE = 64 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, NavigableMap<Bytes, Bytes>> rows = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final ModelBlobs blobs = new ModelBlobs(this);
    private final Runnable pause;
    private Faults faults = Faults.none();
    private long commits;
    private @Nullable String gone;

    public ModelStore() {
        this(() -> {});
    }

    /** @param pause what a slow commit does, on its caller's thread and outside the lock */
    public ModelStore(Runnable pause) {
        this.pause = pause;
    }

    /** From now on. */
    public ModelStore with(Faults next) {
        return locked(() -> {
            faults = next;
            return this;
        });
    }

    /** The {@code commits + 1}th commit from now on finds the power gone. */
    public ModelStore crashAfter(long more) {
        return with(Faults.crashAfter(more));
    }

    /** Who reads this blob from now on finds the disk broken. */
    public void damage(BlobId id) {
        lock.lock();
        try {
            blobs.damage(id);
        } finally {
            lock.unlock();
        }
    }

    /** Now, between two commits. */
    public void crash() {
        lock.lock();
        try {
            gone = "crashed";
        } finally {
            lock.unlock();
        }
    }

    public boolean hasCrashed() {
        return locked(() -> gone != null);
    }

    /** Commits that became durable since the store was made. */
    public long commits() {
        return locked(() -> commits);
    }

    /** Starts again on what was durable, without faults until {@link #with} brings new ones. */
    public ModelStore reopen() {
        return locked(() -> {
            gone = null;
            faults = Faults.none();
            blobs.sweepPending();
            return this;
        });
    }

    /** The names under which each blob is held; a pending one has none. */
    public Map<BlobId, Set<String>> holders() {
        return locked(blobs::holders);
    }

    /** Chunks of all blobs, pending ones too. */
    public long chunks() {
        return locked(blobs::chunks);
    }

    @Override
    public Optional<Bytes> get(Partition partition, Bytes key) {
        return alive(() -> row(partition, key));
    }

    @Override
    public List<Row> scan(Partition partition, KeyRange range, int limit, Direction direction) {
        return alive(() -> {
            List<Row> found = new ArrayList<>();
            NavigableMap<Bytes, Bytes> all = within(partition, range);
            for (var entry : (direction == Direction.FORWARD ? all : all.descendingMap()).entrySet()) {
                if (found.size() >= limit) {
                    break;
                }
                found.add(new Row(entry.getKey(), entry.getValue()));
            }
            return found;
        });
    }

    @Override
    public long version(Partition partition) {
        return alive(() -> versions.getOrDefault(partition.name(), 0L));
    }

    @Override
    public Commit commit(Batch batch) {
        boolean[] slow = new boolean[1];
        Commit commit = alive(() -> switch (faults.next(batch)) {
            case COMMIT -> apply(batch);
            case COMMIT_SLOWLY -> {
                slow[0] = true;
                yield apply(batch);
            }
            case FULL -> throw StoreException.full("the disk is full", new IllegalStateException("injected"));
            case FAIL -> throw StoreException.broken("the disk failed", new IllegalStateException("injected"));
            case CRASH_BEFORE -> throw crashed();
            case CRASH_AFTER -> {
                apply(batch);
                throw crashed();
            }
        });
        if (slow[0]) {
            pause.run();
        }
        return commit;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            gone = "closed";
        } finally {
            lock.unlock();
        }
    }

    /** What a writer closed before its end leaves. */
    void drop(BlobId id) {
        lock.lock();
        try {
            blobs.forget(id);
        } finally {
            lock.unlock();
        }
    }

    <T> T alive(Supplier<T> work) {
        return locked(() -> {
            if (gone != null) {
                throw StoreException.broken("the store is " + gone, new IllegalStateException(gone));
            }
            return work.get();
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private StoreException crashed() {
        gone = "crashed";
        return StoreException.broken("the store crashed", new IllegalStateException("injected"));
    }

    private Commit apply(Batch batch) {
        for (Precondition condition : batch.conditions()) {
            if (!holds(batch.partition(), condition)) {
                return new Commit.Conflict(condition);
            }
        }
        blobs.check(batch);
        batch.changes().forEach(change -> apply(batch.partition(), change));
        commits++;
        return batch.partition().kind() == Partition.Kind.JOURNAL
                ? new Commit.Committed(0)
                : new Commit.Committed(versions.merge(batch.partition().name(), 1L, Long::sum));
    }

    private boolean holds(Partition partition, Precondition condition) {
        return switch (condition) {
            case Precondition.Absent(Bytes key) -> row(partition, key).isEmpty();
            case Precondition.Equals(Bytes key, Bytes value) ->
                row(partition, key).filter(value::equals).isPresent();
            case Precondition.VersionIs(long version) -> versions.getOrDefault(partition.name(), 0L) == version;
        };
    }

    private void apply(Partition partition, Change change) {
        switch (change) {
            case Change.Put(Bytes key, Bytes value) -> rowsOf(partition).put(key, value);
            case Change.Delete(Bytes key) -> rowsOf(partition).remove(key);
            case Change.DeleteRange(KeyRange range) -> within(partition, range).clear();
            case Change.Keep keep -> blobs.keep(keep.blob(), keep.names());
            case Change.Hold(BlobId id, String name) -> blobs.hold(id, name);
            case Change.Release(BlobId id, String name) -> blobs.release(id, name);
        }
    }

    private Optional<Bytes> row(Partition partition, Bytes key) {
        return Optional.ofNullable(rowsOf(partition).get(key));
    }

    private NavigableMap<Bytes, Bytes> rowsOf(Partition partition) {
        return rows.computeIfAbsent(partition.name(), _ -> new TreeMap<>());
    }

    private NavigableMap<Bytes, Bytes> within(Partition partition, KeyRange range) {
        NavigableMap<Bytes, Bytes> tail = rowsOf(partition).tailMap(range.from(), true);
        if (range.to().isEmpty()) {
            return tail;
        }
        Bytes to = range.to().get();
        return to.compareTo(range.from()) <= 0 ? new TreeMap<>() : tail.headMap(to, false);
    }
}

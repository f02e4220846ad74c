package org.maillon.store.rocksdb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Batch.Change;
import org.maillon.store.Batch.Precondition;
import org.maillon.store.BlobId;
import org.maillon.store.Commit;
import org.maillon.store.Partition;
import org.maillon.store.PendingBlob;

/** Batches that are written together. Each sees what stands before it in the group as if it were committed already. */
final class Group {
    private final Database database;
    private final int chunkSize;
    private final WriteRecords records = new WriteRecords(1 << 16);
    private final Map<String, Overlay> partitions = new HashMap<>();
    private final Map<Bytes, Optional<BlobMeta>> blobs = new HashMap<>();
    private boolean needsSync;

    Group(Database database, int chunkSize) {
        this.database = database;
        this.chunkSize = chunkSize;
    }

    /** Adds a batch, or finds that it conflicts. Whatever it throws, the group is as before. */
    Commit add(Ticket ticket) {
        Batch batch = ticket.batch;
        if (batch == null) {
            records.add(ticket.records);
            return new Commit.Committed(0);
        }
        for (Precondition condition : batch.conditions()) {
            if (!holds(batch.partition(), condition)) {
                return new Commit.Conflict(condition);
            }
        }
        long mark = records.mark();
        try {
            return changed(batch, ticket.records);
        } catch (RuntimeException e) {
            records.truncate(mark);
            throw e;
        }
    }

    private Commit changed(Batch batch, WriteRecords rows) {
        records.add(rows);
        Map<Bytes, Optional<BlobMeta>> staged = changeBlobs(batch);
        long version = batch.partition().kind() == Partition.Kind.VERSIONED ? countUp(batch) : 0;
        blobs.putAll(staged);
        needsSync = true;
        return new Commit.Committed(version);
    }

    private long countUp(Batch batch) {
        Overlay overlay = partitions.computeIfAbsent(
                batch.partition().name(), _ -> new Overlay(storedVersion(database, batch.partition())));
        overlay.apply(batch.changes());
        records.put(
                Column.ROWS,
                Keys.version(batch.partition()),
                new ByteWriter(8).int64(overlay.version()).toBytes().shared());
        return overlay.version();
    }

    static long storedVersion(Database database, Partition partition) {
        byte[] value = database.get(Column.ROWS, Keys.version(partition));
        return value == null ? 0 : new ByteReader(Bytes.wrap(value)).int64();
    }

    private boolean holds(Partition partition, Precondition condition) {
        return switch (condition) {
            case Precondition.Absent(Bytes key) -> row(partition, key).isEmpty();
            case Precondition.Equals(Bytes key, Bytes value) ->
                row(partition, key).filter(value::equals).isPresent();
            case Precondition.VersionIs(long version) -> version(partition) == version;
        };
    }

    private Optional<Bytes> row(Partition partition, Bytes key) {
        Overlay overlay = partitions.get(partition.name());
        if (overlay != null && overlay.knows(key)) {
            return overlay.row(key);
        }
        return Optional.ofNullable(database.get(Column.ROWS, Keys.row(partition, key)))
                .map(Bytes::wrap);
    }

    private long version(Partition partition) {
        Overlay overlay = partitions.get(partition.name());
        return overlay != null ? overlay.version() : storedVersion(database, partition);
    }

    private Map<Bytes, Optional<BlobMeta>> changeBlobs(Batch batch) {
        Map<Bytes, Optional<BlobMeta>> staged = Map.of();
        for (Change change : batch.changes()) {
            if (change instanceof Change.Put
                    || change instanceof Change.Delete
                    || change instanceof Change.DeleteRange) {
                continue;
            }
            staged = staged.isEmpty() ? new HashMap<>(4) : staged;
            changeBlob(change, staged);
        }
        return staged;
    }

    private void changeBlob(Change change, Map<Bytes, Optional<BlobMeta>> staged) {
        switch (change) {
            case Change.Keep(PendingBlob blob, List<String> names) -> keep(blob, names, staged);
            case Change.Hold(BlobId id, String name) -> hold(id, name, staged);
            case Change.Release(BlobId id, String name) -> release(id, name, staged);
            case Change.Put _, Change.Delete _, Change.DeleteRange _ -> {}
        }
    }

    /** Done again by a caller who did not hear the first answer, it changes nothing. */
    private void keep(PendingBlob blob, List<String> names, Map<Bytes, Optional<BlobMeta>> staged) {
        byte[] key = Keys.blob(Keys.HELD, blob.id());
        BlobMeta held = meta(key, staged);
        if (held != null) {
            put(key, held, held.with(names), staged);
        } else if (blob.inline().isPresent()) {
            byte[] octets = blob.inline().get().shared();
            if (octets.length > 0) {
                records.put(Column.CHUNKS, Keys.chunk(Keys.chunks(blob.id()), 0), octets);
            }
            put(key, null, new BlobMeta(octets.length, Math.max(1, octets.length), List.of()).with(names), staged);
        } else {
            byte[] pending = Keys.blob(Keys.PENDING, blob.id());
            if (database.get(Column.BLOBS, pending) == null) {
                throw new IllegalStateException("kept a blob that was never finished, or is freed: " + blob.id());
            }
            if (database.wasReopened()) {
                requireChunks(blob);
            }
            records.delete(Column.BLOBS, pending);
            put(key, null, new BlobMeta(blob.size(), chunkSize, List.of()).with(names), staged);
        }
    }

    /** Chunks are answered before they are synced: those under way when the store was opened anew may be gone. */
    private void requireChunks(PendingBlob blob) {
        byte[] chunks = Keys.chunks(blob.id());
        long count = (blob.size() + chunkSize - 1) / chunkSize;
        for (int number = 0; number < count; number++) {
            if (database.get(Column.CHUNKS, Keys.chunk(chunks, number)) == null) {
                throw new IllegalStateException("a blob lost chunks as the store was opened anew: " + blob.id());
            }
        }
    }

    private void hold(BlobId id, String name, Map<Bytes, Optional<BlobMeta>> staged) {
        byte[] key = Keys.blob(Keys.HELD, id);
        BlobMeta held = meta(key, staged);
        if (held == null) {
            throw new IllegalStateException("held a blob that is not there, or is freed: " + id);
        }
        put(key, held, held.with(List.of(name)), staged);
    }

    private void release(BlobId id, String name, Map<Bytes, Optional<BlobMeta>> staged) {
        byte[] key = Keys.blob(Keys.HELD, id);
        BlobMeta held = meta(key, staged);
        if (held == null) {
            return;
        }
        BlobMeta rest = held.without(name);
        if (!rest.names().isEmpty()) {
            put(key, held, rest, staged);
            return;
        }
        records.delete(Column.BLOBS, key);
        byte[] chunks = Keys.chunks(id);
        for (int number = 0; number < held.chunks(); number++) {
            records.delete(Column.CHUNKS, Keys.chunk(chunks, number));
        }
        staged.put(Bytes.wrap(key), Optional.empty());
    }

    private void put(byte[] key, @Nullable BlobMeta before, BlobMeta after, Map<Bytes, Optional<BlobMeta>> staged) {
        if (!after.equals(before)) {
            records.put(Column.BLOBS, key, after.encode());
            staged.put(Bytes.wrap(key), Optional.of(after));
        }
    }

    private @Nullable BlobMeta meta(byte[] key, Map<Bytes, Optional<BlobMeta>> staged) {
        Bytes wrapped = Bytes.wrap(key);
        Optional<BlobMeta> changed = staged.containsKey(wrapped) ? staged.get(wrapped) : blobs.get(wrapped);
        if (changed != null) {
            return changed.orElse(null);
        }
        byte[] value = database.get(Column.BLOBS, key);
        return value == null ? null : BlobMeta.decode(value);
    }

    /** Durable on return, where anything in it asks for that. False: there was nothing to write. */
    boolean write() {
        if (records.isEmpty()) {
            return false;
        }
        database.write(records, needsSync);
        return true;
    }

    /** Empty again, for the next. */
    void clear() {
        records.clear();
        partitions.clear();
        blobs.clear();
        needsSync = false;
    }
}

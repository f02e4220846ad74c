package org.maillon.store.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Batch.Change;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Blobs;
import org.maillon.store.PendingBlob;
import org.maillon.store.StoreException;

/** Blobs as arrays; a large one is pending from its first full chunk to the batch that keeps it. Runs under the store's lock. */
final class ModelBlobs implements Blobs {
    private record Held(Bytes octets, Set<String> names) {}

    private final ModelStore store;
    private final Map<BlobId, Held> held = new HashMap<>();
    private final Map<BlobId, ByteArrayOutputStream> pending = new HashMap<>();
    private final Set<BlobId> damaged = new HashSet<>();

    ModelBlobs(ModelStore store) {
        this.store = store;
    }

    @Override
    public BlobWriter writer(BlobId id) {
        return new Writer(id);
    }

    @Override
    public OptionalLong size(BlobId id) {
        return store.alive(() -> {
            Held blob = held.get(id);
            return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.octets.length());
        });
    }

    @Override
    public Optional<InputStream> read(BlobId id, long from, long to) {
        return store.alive(() -> {
            Held blob = held.get(id);
            if (blob == null) {
                return Optional.empty();
            }
            int start = Math.clamp(from, 0, blob.octets.length());
            int end = Math.clamp(to, start, blob.octets.length());
            if (damaged.contains(id)) {
                return Optional.of(new Unreadable());
            }
            return Optional.of(new ByteArrayInputStream(blob.octets.shared(), start, end - start));
        });
    }

    /** Throws where a batch makes no sense, before anything of it is applied. */
    void check(Batch batch) {
        Set<BlobId> kept = new LinkedHashSet<>();
        for (Change change : batch.changes()) {
            switch (change) {
                case Change.Keep(PendingBlob blob, List<String> _) -> {
                    requireHome(batch, blob.id());
                    boolean there = blob.inline().isPresent() || pending.containsKey(blob.id());
                    require(there || held.containsKey(blob.id()), "kept a blob that was never finished, or is freed");
                    kept.add(blob.id());
                }
                case Change.Hold(BlobId id, String _) -> {
                    requireHome(batch, id);
                    require(held.containsKey(id) || kept.contains(id), "held a blob that is not there, or is freed");
                }
                case Change.Release(BlobId id, String _) -> requireHome(batch, id);
                case Change.Put _, Change.Delete _, Change.DeleteRange _ -> {}
            }
        }
    }

    private static void requireHome(Batch batch, BlobId id) {
        if (!id.home().equals(batch.partition())) {
            throw new IllegalArgumentException("a batch of " + batch.partition().name()
                    + " cannot touch a blob at home in " + id.home().name());
        }
    }

    private static void require(boolean holds, String else_) {
        if (!holds) {
            throw new IllegalStateException(else_);
        }
    }

    void keep(PendingBlob blob, List<String> names) {
        ByteArrayOutputStream written = pending.remove(blob.id());
        if (!held.containsKey(blob.id())) {
            Bytes octets = written != null
                    ? Bytes.wrap(written.toByteArray())
                    : blob.inline().orElse(Bytes.EMPTY);
            held.put(blob.id(), new Held(octets, new LinkedHashSet<>()));
        }
        names.forEach(name -> hold(blob.id(), name));
    }

    void hold(BlobId id, String name) {
        Held blob = held.get(id);
        if (blob != null) {
            blob.names.add(name);
        }
    }

    void release(BlobId id, String name) {
        Held blob = held.get(id);
        if (blob != null && blob.names.remove(name) && blob.names.isEmpty()) {
            held.remove(id);
        }
    }

    void forget(BlobId id) {
        pending.remove(id);
    }

    void damage(BlobId id) {
        damaged.add(id);
    }

    /** As {@link Blobs#read} says: not an IOException. */
    private static final class Unreadable extends InputStream {
        @Override
        public int read() {
            throw StoreException.broken("the disk cannot be read", new IllegalStateException("injected"));
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return read();
        }
    }

    void sweepPending() {
        pending.clear();
    }

    /** Who holds what, pending blobs without a name. */
    Map<BlobId, Set<String>> holders() {
        Map<BlobId, Set<String>> all = new HashMap<>();
        held.forEach((id, blob) -> all.put(id, Set.copyOf(blob.names)));
        pending.keySet().forEach(id -> all.put(id, Set.of()));
        return all;
    }

    long chunks() {
        long all = 0;
        for (Held blob : held.values()) {
            all += chunks(blob.octets.length());
        }
        for (ByteArrayOutputStream blob : pending.values()) {
            all += chunks(blob.size());
        }
        return all;
    }

    private static long chunks(long size) {
        return size <= ModelStore.CHUNK_SIZE
                ? Math.min(1, size)
                : (size + ModelStore.CHUNK_SIZE - 1) / ModelStore.CHUNK_SIZE;
    }

    private final class Writer extends BlobWriter {
        private final BlobId id;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private @Nullable PendingBlob finished;
        private boolean closed;

        Writer(BlobId id) {
            this.id = id;
        }

        @Override
        public void write(byte[] from, int at, int length) {
            require(finished == null && !closed, "the blob is finished or closed");
            store.alive(() -> {
                octets.write(from, at, length);
                if (octets.size() > ModelStore.CHUNK_SIZE) {
                    pending.put(id, octets);
                }
                return octets;
            });
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public PendingBlob finish() {
            require(finished == null && !closed, "the blob is finished or closed");
            boolean large = octets.size() > ModelStore.CHUNK_SIZE;
            PendingBlob blob = store.alive(() -> new PendingBlob(
                    id, octets.size(), large ? Optional.empty() : Optional.of(Bytes.wrap(octets.toByteArray()))));
            finished = blob;
            return blob;
        }

        @Override
        public void abandon() {
            if (!store.hasCrashed()) {
                store.drop(id);
            }
            closed = true;
        }

        @Override
        public void close() {
            if (!closed && finished == null && !store.hasCrashed()) {
                store.drop(id);
            }
            closed = true;
        }
    }
}

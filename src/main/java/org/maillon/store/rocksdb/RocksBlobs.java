package org.maillon.store.rocksdb;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Blobs;

/**
 * Blobs in chunks. A small one is a single chunk that travels in the batch which keeps it. A large one is written chunk
 * by chunk while it arrives, without a sync of its own: the log is in order, so the synced commit that keeps it makes
 * its chunks durable too. Until then a pending mark, written with the first chunk, tells the next start to sweep it.
 */
final class RocksBlobs implements Blobs {
    private final Database database;
    private final Committer committer;
    private final int chunkSize;

    RocksBlobs(Database database, Committer committer, int chunkSize) {
        this.database = database;
        this.committer = committer;
        this.chunkSize = chunkSize;
    }

    @Override
    public BlobWriter writer(BlobId id) {
        return new ChunkWriter(committer, id, chunkSize);
    }

    @Override
    public OptionalLong size(BlobId id) {
        BlobMeta meta = meta(id);
        return meta == null ? OptionalLong.empty() : OptionalLong.of(meta.size());
    }

    @Override
    public Optional<InputStream> read(BlobId id, long from, long to) {
        BlobMeta meta = meta(id);
        return meta == null
                ? Optional.empty()
                : Optional.of(new ChunkStream(database, id, meta.chunkSize(), from, Math.min(to, meta.size())));
    }

    private @Nullable BlobMeta meta(BlobId id) {
        byte[] value = database.get(Column.BLOBS, Keys.blob(Keys.HELD, id));
        return value == null ? null : BlobMeta.decode(value);
    }
}

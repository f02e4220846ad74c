package org.maillon.store;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Values too large for a row, written once and read as streams. */
public interface Blobs {
    /** Starts a blob. Its name must be new in its home. */
    BlobWriter writer(BlobId id);

    /** The blob's size; empty where no such blob is held. */
    OptionalLong size(BlobId id);

    /**
     * The octets from {@code from} (inclusive) to {@code to} (exclusive, cut at the end), a chunk in memory at a time;
     * empty where no such blob is held. The stream throws {@link StoreException}, not IOException.
     */
    Optional<InputStream> read(BlobId id, long from, long to);

    default Optional<InputStream> read(BlobId id) {
        return read(id, 0, Long.MAX_VALUE);
    }
}

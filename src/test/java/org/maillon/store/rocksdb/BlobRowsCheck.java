package org.maillon.store.rocksdb;

import org.maillon.fuzz.Claim;
import org.maillon.fuzz.RowsFuzz;
import org.maillon.kernel.Bytes;

/** Blobs' rows for {@link RowsFuzz}. */
public final class BlobRowsCheck {
    private BlobRowsCheck() {}

    public static RowsFuzz.Rewriter rewriter() {
        return row -> {
            BlobMeta meta = BlobMeta.decode(row.toArray());
            Claim.that(meta.chunks() >= 0, "%d chunks", meta.chunks());
            return Bytes.wrap(meta.encode());
        };
    }
}

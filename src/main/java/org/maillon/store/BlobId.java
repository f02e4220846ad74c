package org.maillon.store;

import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * Where a blob lives.
 *
 * @param home the partition whose batches keep, hold and release it
 * @param name unique within the home
 */
public record BlobId(Partition home, Bytes name) {
    public void write(ByteWriter out) {
        out.flag(home.kind() == Partition.Kind.VERSIONED).text(home.name()).bytes(name);
    }

    public static BlobId read(ByteReader in) {
        Partition.Kind kind = in.flag() ? Partition.Kind.VERSIONED : Partition.Kind.JOURNAL;
        return new BlobId(new Partition(kind, in.text()), in.bytes());
    }
}

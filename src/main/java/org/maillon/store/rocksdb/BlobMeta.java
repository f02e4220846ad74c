package org.maillon.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * A held blob. The names that hold it stand in this one row: one or two as a rule, so that a hold or release costs one
 * small put.
 */
record BlobMeta(long size, int chunkSize, List<String> names) {
    private static final int FORMAT = 1;

    static BlobMeta decode(byte[] value) {
        ByteReader in = new ByteReader(Bytes.wrap(value));
        int format = in.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("a blob's row of format " + format);
        }
        BlobMeta meta = in.whole(new BlobMeta(in.number(), in.count(), in.list(ByteReader::text)));
        if (meta.size < 0 || meta.chunkSize == 0 || meta.size / meta.chunkSize >= Integer.MAX_VALUE) {
            throw new IllegalStateException("a blob of " + meta.size + " octets in chunks of " + meta.chunkSize);
        }
        return meta;
    }

    byte[] encode() {
        return new ByteWriter(32)
                .octet(FORMAT)
                .number(size)
                .number(chunkSize)
                .list(names, ByteWriter::text)
                .toBytes()
                .shared();
    }

    int chunks() {
        return Math.toIntExact(size / chunkSize) + (size % chunkSize == 0 ? 0 : 1);
    }

    BlobMeta with(List<String> more) {
        List<String> all = new ArrayList<>(names);
        for (String name : more) {
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        return all.size() == names.size() ? this : new BlobMeta(size, chunkSize, all);
    }

    BlobMeta without(String name) {
        if (!names.contains(name)) {
            return this;
        }
        List<String> rest = new ArrayList<>(names);
        rest.remove(name);
        return new BlobMeta(size, chunkSize, rest);
    }
}

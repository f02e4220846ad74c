package org.maillon.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;

/**
 * Where everything lies. {@code P} is a partition's prefix: the length of its name (one octet, 1 to 255), then the
 * name. No prefix begins another one, so partitions never meet.
 *
 * <table>
 * <caption>Key layout</caption>
 * <tr><th>column family</th><th>key</th><th>value</th></tr>
 * <tr><td>default</td><td>{@code P key}</td><td>a row</td></tr>
 * <tr><td>default</td><td>{@code 00 name}</td><td>a versioned partition's version, 8 octets</td></tr>
 * <tr><td>blobs</td><td>{@code 01 P blob}</td><td>{@link BlobMeta}: a held blob</td></tr>
 * <tr><td>blobs</td><td>{@code 02 P blob}</td><td>(empty): a large blob that no batch keeps yet</td></tr>
 * <tr><td>chunks</td><td>{@code P length(2) blob number(4)}</td><td>a chunk's octets</td></tr>
 * </table>
 */
final class Keys {
    static final byte HELD = 1;
    static final byte PENDING = 2;

    private static final int LONGEST_BLOB_NAME = 0xFFFF;

    private Keys() {}

    static byte[] row(Partition partition, Bytes key) {
        return join(prefix(partition), key.shared());
    }

    static byte[] version(Partition partition) {
        byte[] prefix = prefix(partition);
        prefix[0] = 0;
        return prefix;
    }

    static byte[] prefix(Partition partition) {
        byte[] name = partition.name().getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > 0xFF) {
            throw new IllegalArgumentException("a partition's name has 1 to 255 octets: '" + partition.name() + "'");
        }
        byte[] prefix = new byte[1 + name.length];
        prefix[0] = (byte) name.length;
        System.arraycopy(name, 0, prefix, 1, name.length);
        return prefix;
    }

    static byte[] from(Partition partition, KeyRange range) {
        return row(partition, range.from());
    }

    /** Exclusive. */
    static byte[] to(Partition partition, KeyRange range) {
        return range.to().isPresent()
                ? row(partition, range.to().get())
                : KeyRange.prefix(Bytes.wrap(prefix(partition)))
                        .to()
                        .orElseThrow()
                        .toArray();
    }

    static byte[] blob(byte kind, BlobId id) {
        return join(new byte[] {kind}, prefix(id.home()), id.name().shared());
    }

    /** All but the four octets of the chunk's number. */
    static byte[] chunks(BlobId id) {
        return chunks(prefix(id.home()), id.name().shared());
    }

    static byte[] chunk(byte[] chunks, int number) {
        byte[] key = Arrays.copyOf(chunks, chunks.length + Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            key[chunks.length + i] = (byte) (number >>> (24 - 8 * i));
        }
        return key;
    }

    /** From the key of a pending mark to the prefix of its chunks. */
    static byte[] chunksOfPending(byte[] mark) {
        int home = 1 + (mark[1] & 0xFF);
        return chunks(Arrays.copyOfRange(mark, 1, 1 + home), Arrays.copyOfRange(mark, 1 + home, mark.length));
    }

    private static byte[] chunks(byte[] home, byte[] blob) {
        if (blob.length > LONGEST_BLOB_NAME) {
            throw new IllegalArgumentException("a blob's name has at most " + LONGEST_BLOB_NAME + " octets");
        }
        return join(home, new byte[] {(byte) (blob.length >>> 8), (byte) blob.length}, blob);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}

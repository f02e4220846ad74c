package org.maillon.store.rocksdb;

import java.io.InputStream;
import java.util.Objects;
import org.maillon.store.BlobId;
import org.maillon.store.StoreException;

/** Reads a blob a chunk at a time. */
final class ChunkStream extends InputStream {
    private final Database database;
    private final BlobId id;
    private final byte[] chunks;
    private final int chunkSize;
    private final long end;
    private long position;
    private byte[] chunk = new byte[0];
    private int number = -1;

    ChunkStream(Database database, BlobId id, int chunkSize, long from, long end) {
        this.database = database;
        this.id = id;
        this.chunks = Keys.chunks(id);
        this.chunkSize = chunkSize;
        this.position = Math.max(0, from);
        this.end = end;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        load((int) (position / chunkSize));
        int at = (int) (position % chunkSize);
        int step = (int) Math.min(Math.min(length, chunk.length - at), end - position);
        System.arraycopy(chunk, at, into, from, step);
        position += step;
        return step;
    }

    @Override
    public long skip(long octets) {
        long step = Math.clamp(octets, 0, Math.max(0, end - position));
        position += step;
        return step;
    }

    @Override
    public int available() {
        long loaded = (long) number * chunkSize + chunk.length;
        return number < 0 ? 0 : (int) Math.max(0, Math.min(loaded, end) - position);
    }

    private void load(int wanted) {
        if (wanted == number) {
            return;
        }
        byte[] read = database.get(Column.CHUNKS, Keys.chunk(chunks, wanted));
        if (read == null) {
            throw StoreException.broken(
                    "blob " + id + " lost its chunk " + wanted + ": it was freed while being read",
                    new IllegalStateException("chunk missing"));
        }
        chunk = read;
        number = wanted;
    }
}

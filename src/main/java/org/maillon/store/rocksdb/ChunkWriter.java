package org.maillon.store.rocksdb;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.PendingBlob;
import org.maillon.store.StoreException;

/** Fills one chunk after the other. What fits into one never leaves memory before its batch. */
final class ChunkWriter extends BlobWriter {
    private static final int FIRST_BUFFER = 8192;
    private static final int GROWTH = 4;

    private final Committer committer;
    private final BlobId id;
    private final byte[] chunks;
    private final int chunkSize;
    private byte[] buffer;
    private int filled;
    private int spilled;
    private long size;
    private boolean ended;

    ChunkWriter(Committer committer, BlobId id, int chunkSize) {
        this.committer = committer;
        this.id = id;
        this.chunks = Keys.chunks(id);
        this.chunkSize = chunkSize;
        this.buffer = new byte[Math.min(FIRST_BUFFER, chunkSize)];
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        Objects.checkFromIndexSize(from, length, octets.length);
        requireOpen();
        int at = from;
        int end = from + length;
        while (at < end) {
            if (filled == chunkSize) {
                spill();
            }
            int step = Math.min(end - at, chunkSize - filled);
            room(step);
            System.arraycopy(octets, at, buffer, filled, step);
            filled += step;
            size += step;
            at += step;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public PendingBlob finish() {
        requireOpen();
        if (spilled == 0) {
            ended = true;
            return new PendingBlob(id, size, Optional.of(Bytes.wrap(Arrays.copyOf(buffer, filled))));
        }
        spill();
        ended = true;
        return new PendingBlob(id, size, Optional.empty());
    }

    @Override
    public void abandon() {
        ended = true;
        if (spilled > 0) {
            drop();
        }
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        if (spilled > 0) {
            drop();
        }
    }

    private void spill() {
        WriteRecords records = new WriteRecords(filled + 2 * chunks.length + 64);
        if (spilled == 0) {
            records.put(Column.BLOBS, Keys.blob(Keys.PENDING, id), new byte[0]);
        }
        records.put(Column.CHUNKS, Keys.chunk(chunks, spilled), buffer, 0, filled);
        spilled++; // even if the write fails: it may have reached the log
        committer.commit(Ticket.chunk(records));
        filled = 0;
    }

    private void drop() {
        WriteRecords records = new WriteRecords(256);
        records.delete(Column.BLOBS, Keys.blob(Keys.PENDING, id));
        for (int number = 0; number < spilled; number++) {
            records.delete(Column.CHUNKS, Keys.chunk(chunks, number));
        }
        spilled = 0;
        try {
            committer.commit(Ticket.drop(records));
        } catch (StoreException _) {
            // the next start sweeps it
        }
    }

    private void room(int more) {
        if (filled + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(chunkSize, Math.max(buffer.length * GROWTH, filled + more)));
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the blob is finished or closed: " + id);
        }
    }
}

package org.maillon.store;

import java.io.OutputStream;

/** Takes a blob's octets in order, holding at most one chunk in memory. Every method throws {@link StoreException} where the store cannot. */
public abstract class BlobWriter extends OutputStream {
    @Override
    public abstract void write(byte[] octets, int from, int length);

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    /** The octets so far. */
    public abstract long size();

    public abstract PendingBlob finish();

    /** Drops what was written, also behind {@link #finish}: for a blob that nobody has kept, and nobody will. */
    public void abandon() {
        close();
    }

    /** Without {@link #finish} before it: drops what was written. */
    @Override
    public abstract void close();
}

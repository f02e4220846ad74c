package org.maillon.store;

/** What the contract suites need of an engine under test: to be started on the same disk again and again. */
public interface Engine extends AutoCloseable {
    /** Opens the store, at first on an empty disk. */
    Store open();

    /** Ends the store as a crash would, and opens what is left. */
    Store crashAndReopen(Store store);

    /** The size up to which a blob travels in its batch. */
    int chunkSize();

    /** Chunks of blobs on the disk, held or pending. */
    long chunks(Store store);

    @Override
    void close();
}

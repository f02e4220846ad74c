package org.maillon.store;

/** What became of a batch. */
public sealed interface Commit {
    /**
     * Durable: it survives {@code kill -9} and loss of power.
     *
     * @param version the partition's version after it (0 for a journal)
     */
    record Committed(long version) implements Commit {}

    /** A precondition did not hold; nothing was changed. */
    record Conflict(Batch.Precondition failed) implements Commit {}
}

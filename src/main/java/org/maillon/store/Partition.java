package org.maillon.store;

/**
 * A part of the store within which a batch is atomic.
 *
 * @param name letters, digits, {@code - / . @ _}; unique among all partitions whatever their kind
 */
public record Partition(Kind kind, String name) {
    public enum Kind {
        /** Unique keys, blind writes: queue shards, traces. Conditions are refused. */
        JOURNAL,
        /** Counts a version up at each commit, and takes preconditions: accounts, mailboxes, tenants. */
        VERSIONED
    }

    public static Partition journal(String name) {
        return new Partition(Kind.JOURNAL, name);
    }

    public static Partition versioned(String name) {
        return new Partition(Kind.VERSIONED, name);
    }
}

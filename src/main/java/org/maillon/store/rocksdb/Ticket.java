package org.maillon.store.rocksdb;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.maillon.store.Batch;
import org.maillon.store.Commit;

/** One caller's place in the queue: what it wants written, and where it waits for the outcome. */
final class Ticket {
    /** The batch, or null where only chunks of an unfinished blob are written: those need no sync of their own. */
    final @Nullable Batch batch;

    /** What the caller could encode by itself: its rows, or its chunks. */
    final WriteRecords records;

    /** Whether it only gives space back. */
    final boolean frees;

    private final Thread caller = Thread.currentThread();

    /** Those that this one wakes when it is woken. */
    private @Nullable Ticket left;

    private @Nullable Ticket right;

    private volatile @Nullable Object outcome;

    private Ticket(@Nullable Batch batch, WriteRecords records, boolean frees) {
        this.batch = batch;
        this.records = records;
        this.frees = frees;
    }

    static Ticket batch(Batch batch, WriteRecords rows) {
        return new Ticket(batch, rows, false);
    }

    static Ticket chunk(WriteRecords chunk) {
        return new Ticket(null, chunk, false);
    }

    static Ticket drop(WriteRecords deletions) {
        return new Ticket(null, deletions, true);
    }

    /** Whether somebody waits for it: a client for its 250, a writer for its next chunk. */
    boolean isHurried() {
        return batch == null || !batch.patient();
    }

    /** Whether its group must be on the disk before it is told. */
    boolean isSynced() {
        return batch != null;
    }

    /** Octets it adds to a group. */
    long size() {
        long size = records.size();
        if (batch != null) {
            for (Batch.Change change : batch.changes()) {
                if (change instanceof Batch.Change.Keep keep
                        && keep.blob().inline().isPresent()) {
                    size += keep.blob().size();
                }
            }
        }
        return size;
    }

    /** Parks until the committer has an outcome. An interrupt does not end the wait: what is in the queue may already be on the disk. */
    Commit await() {
        boolean interrupted = false;
        Object what;
        while ((what = outcome) == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            caller.interrupt();
        }
        wake(left);
        wake(right);
        if (what instanceof RuntimeException failure) {
            throw failure;
        }
        return (Commit) what;
    }

    /**
     * Tells each its outcome, a commit or what went wrong. The committer wakes one, which wakes two, which wake four: a virtual
     * thread that wakes another puts it into its carrier's own queue, where the committer would have to wake a carrier
     * for each.
     */
    static void tell(List<Ticket> tickets, List<Object> outcomes) {
        int size = tickets.size();
        for (int i = size - 1; i >= 0; i--) { // those whose threads do not sleep yet look for whom they wake at once
            Ticket ticket = tickets.get(i);
            ticket.left = 2 * i + 1 < size ? tickets.get(2 * i + 1) : null;
            ticket.right = 2 * i + 2 < size ? tickets.get(2 * i + 2) : null;
            ticket.outcome = outcomes.get(i);
        }
        wake(size == 0 ? null : tickets.getFirst());
    }

    private static void wake(@Nullable Ticket ticket) {
        if (ticket != null) {
            LockSupport.unpark(ticket.caller);
        }
    }
}

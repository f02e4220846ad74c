package org.maillon.store.rocksdb;

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

    void succeed(Commit commit) {
        wake(commit);
    }

    void fail(RuntimeException why) {
        wake(why);
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
        if (what instanceof RuntimeException failure) {
            throw failure;
        }
        return (Commit) what;
    }

    private void wake(Object what) {
        outcome = what;
        LockSupport.unpark(caller);
    }
}

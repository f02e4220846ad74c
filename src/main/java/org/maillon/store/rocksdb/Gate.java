package org.maillon.store.rocksdb;

import java.util.concurrent.locks.StampedLock;
import org.maillon.store.StoreException;

/** Keeps native memory from being freed under a reader's hands: closing waits for those inside, and none enters after. */
final class Gate {
    private final StampedLock lock = new StampedLock();
    private volatile boolean closed;

    /** To be given back to {@link #leave}. */
    long enter() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw StoreException.broken("the store is closed", new IllegalStateException("closed"));
        }
        return stamp;
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Runs {@code work} while nobody is inside, unless the gate is closed. */
    void alone(Runnable work) {
        long stamp = lock.writeLock();
        try {
            if (!closed) {
                work.run();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Runs {@code last} once nobody is inside, the first time only. */
    void close(Runnable last) {
        long stamp = lock.writeLock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }
}

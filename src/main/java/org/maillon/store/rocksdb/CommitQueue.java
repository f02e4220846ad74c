package org.maillon.store.rocksdb;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tickets on their way to the committer; bounded, so that more callers than that wait before the queue and not in it. */
final class CommitQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    CommitQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False once the queue is closed. */
    boolean add(Ticket ticket) {
        lock.lock();
        try {
            while (tickets.size() >= capacity && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            tickets.add(ticket);
            if (tickets.size() == 1) {
                notEmpty.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves what waits, up to both bounds and at least one ticket, to {@code group}; false once closed and empty. */
    boolean drain(List<Ticket> group, int most, long octets) {
        lock.lock();
        try {
            while (tickets.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            long size = 0;
            while (!tickets.isEmpty() && group.size() < most && (group.isEmpty() || size < octets)) {
                Ticket ticket = tickets.remove();
                size += ticket.size();
                group.add(ticket);
            }
            notFull.signalAll();
            return !group.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

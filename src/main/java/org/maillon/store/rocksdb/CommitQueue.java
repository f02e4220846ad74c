package org.maillon.store.rocksdb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Tickets on their way to the committer; bounded, so that more callers than that wait before the queue and not in it.
 * Patient ones wait a moment for a hurried one: what a single client sends would otherwise find the disk busy with the
 * end of what it sent before. Hurried ones wait a moment for others of their kind, where several come at once.
 */
final class CommitQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Condition ending = lock.newCondition();
    private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
    private final int capacity;
    private final Duration patience;
    private final Company company;

    /** Made once: the committer asks for no memory while it waits, for there may be none, and that would be its end. */
    private final BooleanSupplier hurry = this::isHurried;

    private final BooleanSupplier complete = this::isComplete;

    private int hurried;

    /** Of the hurried ones those that need no sync, and so no others to share it with: a patient one always needs it. */
    private int unsynced;

    /** Of what was drained last, not all went into one group: the rest has waited already. */
    private boolean isRest;

    private boolean closed;

    CommitQueue(int capacity, Duration patience, Duration gathering) {
        this.capacity = capacity;
        this.patience = patience;
        this.company = new Company(gathering);
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
            hurried += ticket.isHurried() ? 1 : 0;
            unsynced += ticket.isSynced() ? 0 : 1;
            boolean firstInAHurry = ticket.isHurried() && hurried == 1;
            if (tickets.size() == 1 || firstInAHurry || isComplete()) {
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
            awaitTickets();
            int came = sharing();
            long size = 0;
            while (!tickets.isEmpty() && group.size() < most && (group.isEmpty() || size < octets)) {
                Ticket ticket = tickets.remove();
                size += ticket.size();
                hurried -= ticket.isHurried() ? 1 : 0;
                unsynced -= ticket.isSynced() ? 0 : 1;
                group.add(ticket);
            }
            company.left(came - sharing());
            isRest = !tickets.isEmpty();
            notFull.signalAll();
            return !group.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The group that was drained is written, and none of its callers knows it yet: who is here now is somebody else. */
    void written() {
        lock.lock();
        try {
            company.arrived(sharing());
        } finally {
            lock.unlock();
        }
    }

    private void awaitTickets() {
        while (tickets.isEmpty() && !closed) {
            notEmpty.awaitUninterruptibly();
        }
        await(patience, hurry);
        int before = sharing();
        if (before > 0 && !isRest && !isComplete() && company.isWorthAWait()) {
            await(company.gathering(), complete);
            company.gathered(sharing() - before);
        }
    }

    private boolean isHurried() {
        return hurried > 0;
    }

    /** Those that can share a sync with others, and that somebody waits for. */
    private int sharing() {
        return hurried - unsynced;
    }

    /** Whether nobody else is waited for. */
    private boolean isComplete() {
        return tickets.size() >= capacity || unsynced > 0 || sharing() >= company.expected();
    }

    private void await(Duration time, BooleanSupplier end) {
        long left = time.toNanos();
        while (left > 0 && !end.getAsBoolean() && tickets.size() < capacity && !closed) {
            try {
                left = notEmpty.awaitNanos(left);
            } catch (InterruptedException _) {
                return; // nobody interrupts the committer; if somebody did, no harm is done by writing now
            }
        }
    }

    /** Lets tickets gather for so long; a close ends it. False once closed. */
    boolean rest(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !closed) {
                left = ending.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException _) {
            return !closed; // as above: nobody does, and no harm is done
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            ending.signalAll();
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

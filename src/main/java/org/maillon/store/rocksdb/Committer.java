package org.maillon.store.rocksdb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. While it waits for the disk the next group gathers by itself: the slower the disk, the
 * larger the groups. Where the disk is so quick that they stay small, they are given a moment more ({@link Company}).
 */
final class Committer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final Database database;
    private final CommitQueue queue;
    private final Group group;
    private final RocksSettings settings;
    private final LongSupplier usableSpace;
    private final Thread thread;
    private boolean failing;

    /** Before RocksDB is opened anew; zero: it need not be. */
    private Duration rest = Duration.ZERO;

    /** @param usableSpace octets that the disk still takes */
    Committer(Database database, RocksSettings settings, LongSupplier usableSpace) {
        this.database = database;
        this.queue = new CommitQueue(settings.maxWaitingCommits(), settings.patience(), settings.gathering());
        this.group = new Group(database, Math.toIntExact(settings.chunkSize().octets()));
        this.settings = settings;
        this.usableSpace = usableSpace;
        this.thread = Thread.ofPlatform().name("store-committer").start(this::run);
    }

    /** Parks until the ticket's batch is durable or refused. */
    Commit commit(Ticket ticket) {
        if (!queue.add(ticket)) {
            throw StoreException.broken("the store is closed", new IllegalStateException("closed"));
        }
        return ticket.await();
    }

    /** What waits is still committed. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What is thrown here ends the thread, and all its callers would wait for ever: the program lets no thread of the
     * operating system's end so without ending itself (docs/adr/0006).
     */
    private void run() {
        // Wide enough from the start: where memory has run out, a ticket that is taken must find its place.
        List<Ticket> tickets = new ArrayList<>(settings.maxGroupCommits());
        List<Object> outcomes = new ArrayList<>(settings.maxGroupCommits());
        while (queue.drain(
                tickets, settings.maxGroupCommits(), settings.maxGroupSize().octets())) {
            commitTogether(tickets, outcomes);
            tickets.clear();
            outcomes.clear();
            if (rest.isPositive()) {
                reopen();
            }
        }
    }

    /**
     * RocksDB that failed to write once fails for ever; opened anew it may not. Meanwhile callers wait, so none spins. One
     * that is not open at all cannot even be read: nobody would come to commit, so it is tried until it opens.
     */
    private void reopen() {
        boolean goesOn;
        do {
            goesOn = queue.rest(rest);
            try {
                database.reopen();
                log.warn("The store was opened anew.");
            } catch (StoreException | OutOfMemoryError e) {
                log.error("{}; tried again.", e.getMessage());
                rest = longer(rest);
            }
        } while (goesOn && !database.isOpen());
    }

    private static Duration longer(Duration rest) {
        Duration twice = rest.multipliedBy(2);
        return twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
    }

    /**
     * Also a conflict is told only after the write: it may rest on what an earlier batch of the group changed, and that
     * holds only once written.
     */
    private void commitTogether(List<Ticket> tickets, List<Object> outcomes) {
        try {
            boolean tight = usableSpace.getAsLong() < settings.reserve().octets();
            for (Ticket ticket : tickets) {
                outcomes.add(tight && takesSpace(ticket) ? noRoom() : added(ticket));
            }
            write();
        } catch (StoreException e) {
            failed(e);
            refuse(tickets, outcomes, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Nothing of the group is written, and all the committer knows of it is dropped: memory that ran out in its
            // making ran out for this group alone.
            log.error("The committer met a fault of our own; the commits at hand fail, the next may work.", e);
            refuse(tickets, outcomes, StoreException.broken("the commit failed: " + e, e));
        } finally {
            group.clear();
        }
        queue.written();
        Ticket.tell(tickets, outcomes);
    }

    private void write() {
        try {
            if (group.write()) {
                recovered();
            }
        } catch (StoreException e) {
            if (!e.isFull()) { // from a full disk RocksDB recovers by itself
                rest = rest.isZero() ? FIRST_REST : longer(rest);
            }
            throw e;
        }
    }

    /** A batch that makes no sense fails alone; a store that cannot read fails them all. */
    private Object added(Ticket ticket) {
        try {
            return group.add(ticket);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static void refuse(List<Ticket> tickets, List<Object> outcomes, StoreException why) {
        outcomes.clear();
        for (int i = 0; i < tickets.size(); i++) {
            String message = String.valueOf(why.getMessage());
            outcomes.add(why.isFull() ? StoreException.full(message, why) : StoreException.broken(message, why));
        }
    }

    /** Only new messages: rows go on, since deliveries that end are what makes room again. */
    private static boolean takesSpace(Ticket ticket) {
        return ticket.batch == null
                ? !ticket.frees
                : ticket.batch.changes().stream().anyMatch(Batch.Change.Keep.class::isInstance);
    }

    private StoreException noRoom() {
        return StoreException.full(
                "less than " + settings.reserve() + " of disk space is left; new messages wait until there is more",
                new IllegalStateException("reserve reached"));
    }

    private void failed(StoreException e) {
        if (!failing) {
            failing = true;
            log.error(
                    "Nothing can be written: {}. New mail is told to come later until this ends. Look at the disk (df,"
                            + " dmesg) and at file descriptors (ulimit -n); what was taken is safe, and writing is tried"
                            + " again by itself.",
                    e.getMessage());
        }
    }

    private void recovered() {
        rest = Duration.ZERO;
        if (failing) {
            failing = false;
            log.warn("Writing works again.");
        }
    }
}

package org.maillon.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.id.AccountId;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;

/**
 * One account as this process sees it. Writers take turns by the lock, so that the condition on the partition's version
 * fails only where another process wrote in between; then the state is read anew and the change made again on top of it.
 */
final class Box {
    private static final int PAGE = 1000;

    private final Store store;
    private final Partition partition;
    private final Memory memory;
    private final MailboxSettings settings;
    private final Buckets buckets;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable State state;

    /** By which deliveries are remembered, and forgotten. */
    record Memory(InstantSource clock, Settled settled) {}

    Box(Store store, AccountId account, Memory memory, MailboxSettings settings) {
        this.store = store;
        this.partition = Rows.partition(account);
        this.memory = memory;
        this.settings = settings;
        this.buckets = Buckets.keeping(settings.keysKept());
    }

    Partition partition() {
        return partition;
    }

    /** No other change of this account in this process meanwhile. */
    <R> R exclusively(Supplier<R> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** As it is now, whoever wrote last. */
    State state() {
        State known = state;
        if (known != null && known.isWritten() && store.version(partition) == known.version()) {
            return known;
        }
        return exclusively(this::reload);
    }

    /** Runs {@code work}, on a fresh draft after each conflict, until it is durable; a draft left empty costs no write. */
    <R> R change(Function<Draft, R> work) {
        return exclusively(() -> {
            for (int tries = 0; tries < settings.triesOnConflict(); tries++) {
                Optional<R> outcome = attempt(known(), work);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw tooManyConflicts();
        });
    }

    /** As {@link #change}, once: empty where the account is no longer at {@code base}. */
    <R> Optional<R> attempt(State base, Function<Draft, R> work) {
        Draft draft = new Draft(store, partition, base, window());
        R outcome = work.apply(draft);
        if (draft.isEmpty()) {
            return Optional.of(outcome);
        }
        state = null; // what a failed commit left behind is not known
        return switch (store.commit(draft.toBatch())) {
            case Commit.Committed(long version) -> {
                state = draft.after(version);
                yield Optional.of(outcome);
            }
            case Commit.Conflict _ -> Optional.empty();
        };
    }

    private Buckets.Window window() {
        Instant now = memory.clock().instant();
        return new Buckets.Window(now, buckets.of(now), memory.settled().isNow());
    }

    State known() {
        State known = state;
        return known != null ? known : reload();
    }

    StoreException tooManyConflicts() {
        String message =
                partition.name() + " changed under each of " + settings.triesOnConflict() + " tries to write it";
        return StoreException.broken(message, new IllegalStateException(message));
    }

    /** The second step of giving references up: the first wrote them down as pending, in the batch that made them superfluous. */
    void release(List<Hold> pending) {
        if (pending.isEmpty()) {
            return;
        }
        boolean released = false;
        try {
            atHome(pending, (batch, hold) -> batch.release(hold.blob(), hold.reference()));
            change(draft -> {
                pending.forEach(draft::deletePending);
                return true;
            });
            released = true;
        } finally {
            if (!released) {
                state = null; // whoever comes next reads anew, and finishes this
            }
        }
    }

    /** A batch in each partition where blobs of {@code holds} live. */
    void atHome(List<Hold> holds, BiConsumer<Batch.Builder, Hold> step) {
        Map<Partition, Batch.Builder> batches = new LinkedHashMap<>();
        for (Hold hold : holds) {
            step.accept(batches.computeIfAbsent(hold.blob().home(), Batch::of), hold);
        }
        batches.values().forEach(batch -> store.commit(batch.build()));
    }

    private State reload() {
        State read = read();
        for (int tries = 0; tries < settings.triesOnConflict(); tries++) {
            List<Hold> pending = pending();
            if (pending.isEmpty()) {
                state = read;
                return read;
            }
            finish(read, pending);
            read = read();
        }
        throw tooManyConflicts();
    }

    /**
     * References that a crash left pending are released now. They are written again first: should another process
     * still be copying, its last step then conflicts, and it starts over with new references.
     */
    private void finish(State base, List<Hold> pending) {
        Optional<Boolean> claimed = attempt(base, draft -> {
            pending.forEach(draft::putPending);
            return true;
        });
        if (claimed.isEmpty()) {
            return;
        }
        atHome(pending, (batch, hold) -> batch.release(hold.blob(), hold.reference()));
        attempt(known(), draft -> {
            pending.forEach(draft::deletePending);
            return true;
        });
    }

    private List<Hold> pending() {
        List<Hold> holds = new ArrayList<>();
        for (Row row : store.scan(partition, Rows.PENDING, PAGE, Store.Direction.FORWARD)) {
            holds.add(Rows.pending(row.key()));
        }
        return holds;
    }

    private State read() {
        for (int tries = 0; tries < settings.triesOnConflict(); tries++) {
            long version = store.version(partition);
            Optional<Totals> totals = store.get(partition, Rows.ACCOUNT).map(Rows::totals);
            State read = totals.map(present -> read(version, present)).orElseGet(() -> fresh(version));
            if (store.version(partition) == version) {
                return read;
            }
        }
        throw tooManyConflicts();
    }

    private State read(long version, Totals totals) {
        TreeMap<Integer, Folder> folders = new TreeMap<>();
        for (Row row : store.scan(partition, Rows.FOLDERS, settings.foldersPerAccount() + 1, Store.Direction.FORWARD)) {
            Folder folder = Rows.folder(row);
            folders.put(folder.id().number(), folder);
        }
        return new State(version, true, totals, folders);
    }

    private State fresh(long version) {
        Instant now = memory.clock().instant();
        return State.fresh(version, buckets.of(now), Math.max(1, now.getEpochSecond()));
    }
}

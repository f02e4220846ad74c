package org.maillon.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Bytes;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the live messages back at start, shard by shard, a page at a time. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int PAGE = 1000;

    /** A live message as its rows tell. */
    static final class Found {
        final QueueId id;
        private final @Nullable EnvelopeRow row;
        private final Map<Integer, StateRow> states = new HashMap<>(2);
        private final List<Recipient> appended = new ArrayList<>(0);
        private boolean held;
        private @Nullable HoldRow hold;

        /** Recipients of whom it cannot be told any more whether they have come to their end. */
        private final Set<Integer> unclear = new HashSet<>(0);

        /** A recipient is missing, so the numbers of those behind it are not what they were. */
        private boolean torn;

        Found(QueueId id, @Nullable EnvelopeRow row) {
            this.id = id;
            this.row = row;
        }

        Kept kept() {
            if (row == null) {
                throw new IllegalStateException("no envelope for " + id);
            }
            return new Kept(Spool.withMore(row.envelope(), appended), row.size(), row.treatment(), Optional.empty());
        }

        /** To try again may repeat, not to try may lose: where that is not known, an operator decides. */
        boolean held() {
            return held || !unclear.isEmpty();
        }

        /**
         * Recipients, sorted, whom the hold does not hold any more: those that were let go, and what their aliases led to. What
         * is quarantined was held before its first try, so that whoever was appended came of somebody who was let go.
         */
        int[] freed() {
            if (row == null || hold == null || !hold.quarantined() || !unclear.isEmpty()) {
                return new int[0];
            }
            int first = row.envelope().recipients().size();
            return IntStream.concat(
                            hold.freed().stream().mapToInt(Integer::intValue),
                            IntStream.range(first, first + appended.size()))
                    .sorted()
                    .toArray();
        }

        boolean hasMoreRows() {
            return held() || !states.isEmpty() || !appended.isEmpty();
        }

        @Nullable
        StateRow state(int number) {
            return states.get(number);
        }

        Optional<Result.Failure> lastFailure(int number) {
            return states.get(number) instanceof StateRow.Deferred deferred
                    ? Optional.of(deferred.last())
                    : Optional.empty();
        }

        /** What recipients must have in common to be tried together. */
        record Alike(Destination destination, int attempts, long due) {}

        /** Those without an end, in groups; what was never tried is due at {@code now}, or when it is released. */
        Map<Alike, List<Integer>> open(Instant now) {
            Map<Alike, List<Integer>> open = new HashMap<>(2);
            Envelope envelope = kept().envelope();
            List<Recipient> recipients = envelope.recipients();
            long first = Math.max(now.toEpochMilli(), envelope.release().toEpochMilli());
            for (int n = 0; n < recipients.size(); n++) {
                Destination destination = recipients.get(n).destination();
                Alike alike = switch (states.get(n)) {
                    case null -> new Alike(destination, 0, first);
                    case StateRow.Deferred deferred ->
                        new Alike(
                                destination, deferred.attempts(), deferred.due().toEpochMilli());
                    case StateRow.Ended _ -> null;
                };
                if (alike != null) {
                    open.computeIfAbsent(alike, a -> new ArrayList<>(1)).add(n);
                }
            }
            return open;
        }

        /** Those without an end, one by one. */
        List<Delays.Waiting> waiting(Instant now) {
            List<Delays.Waiting> waiting = new ArrayList<>();
            List<Recipient> recipients = kept().envelope().recipients();
            for (int n = 0; n < recipients.size(); n++) {
                switch (states.get(n)) {
                    case null ->
                        waiting.add(new Delays.Waiting(n, recipients.get(n), StateRow.Deferred.untried(now, 0)));
                    case StateRow.Deferred deferred -> waiting.add(new Delays.Waiting(n, recipients.get(n), deferred));
                    case StateRow.Ended _ -> {}
                }
            }
            return waiting;
        }

        /** How often the sender was told that the message waits. */
        int told() {
            return states.values().stream().mapToInt(StateRow::told).max().orElse(0);
        }

        /** A damaged row must neither repeat a delivery nor end one (law 2). */
        private void miss(Row damaged) {
            switch (Rows.kindOf(damaged.key())) {
                case 'r' -> unclear.add(Rows.numberOf(damaged.key()));
                case 'x' -> torn = true;
                default -> held = true; // of a kind that only a newer version knows
            }
        }

        private String consequence() {
            return torn ? "the message is left alone" : "the message is held until an operator releases or removes it";
        }

        private void add(Row more) {
            switch (Rows.kindOf(more.key())) {
                case 'h' -> {
                    held = true;
                    hold = HoldRow.read(more.value());
                }
                case 'r' -> states.put(Rows.numberOf(more.key()), StateRow.read(more.value()));
                case 'x' -> appended.add(EnvelopeRow.readAppended(more.value()));
                default -> throw new IllegalStateException("an unknown row " + more.key());
            }
        }
    }

    private final Store store;

    Recovery(Store store) {
        this.store = store;
    }

    /** All rows of one message; empty where it is gone. */
    Optional<Found> find(QueueId id) {
        List<Found> found = new ArrayList<>(1);
        scan(Rows.partition(id), Rows.allOf(id), found::add);
        return found.stream().findFirst();
    }

    void readShard(int shard, Consumer<Found> consumer) {
        scan(Rows.shard(shard), Rows.mails(), consumer);
    }

    private void scan(Partition partition, KeyRange all, Consumer<Found> consumer) {
        var range = all;
        Found current = null;
        List<Row> page;
        do {
            page = store.scan(partition, range, PAGE, Store.Direction.FORWARD);
            for (Row row : page) {
                current = take(current, row, consumer);
            }
            if (!page.isEmpty()) {
                range = range.after(page.getLast().key());
            }
        } while (page.size() == PAGE);
        hand(current, consumer);
    }

    private @Nullable Found take(@Nullable Found current, Row row, Consumer<Found> consumer) {
        QueueId id = Rows.idOf(row.key());
        Found found = current;
        if (found == null || !found.id.equals(id)) {
            hand(found, consumer);
            found = begin(id, row);
        }
        if (Rows.kindOf(row.key()) != 'm') {
            addOrComplain(found, row);
        }
        return found;
    }

    private static Found begin(QueueId id, Row row) {
        if (Rows.kindOf(row.key()) != 'm') {
            LOG.error("{}: rows without an envelope; left alone", id);
            return new Found(id, null);
        }
        return new Found(id, readOrComplain(id, row.value()));
    }

    /** A damaged row must not keep all the other mail from going out: it stays, and the log says so. */
    private static @Nullable EnvelopeRow readOrComplain(QueueId id, Bytes value) {
        try {
            return EnvelopeRow.read(value);
        } catch (RuntimeException e) {
            LOG.error("{}: its envelope cannot be read; left alone", id, e);
            return null;
        }
    }

    private static void addOrComplain(Found found, Row row) {
        try {
            found.add(row);
        } catch (RuntimeException e) {
            found.miss(row);
            LOG.error("{}: the row {} cannot be read; {}", found.id, row.key(), found.consequence(), e);
        }
    }

    private static void hand(@Nullable Found found, Consumer<Found> consumer) {
        if (found != null && found.row != null && !found.torn) {
            consumer.accept(found);
        }
    }
}

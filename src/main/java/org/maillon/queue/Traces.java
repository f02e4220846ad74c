package org.maillon.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** Every message's story, also after its end; and who was refused before there was a message. */
public final class Traces {
    /** Lines of one story that are read at most: a message that is tried for days has a few hundred. */
    private static final int MOST_LINES = 10_000;

    private static final int SAID_BY_NAME = 5;

    private final Store store;
    private final InstantSource clock;
    private final QueueSettings settings;
    private final Refusals refusals;

    Traces(Store store, InstantSource clock, QueueSettings settings, int firstSerial) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.refusals = new Refusals(store, settings.refusalsPerSecond(), firstSerial);
    }

    /** The steps of a message, in order; empty for an id never given or past its time. */
    public List<TraceLine> story(QueueId id) {
        return store.scan(Rows.partition(id), Rows.traces(id), MOST_LINES, Store.Direction.FORWARD).stream()
                .map(row -> TraceLine.read(Rows.timeOfTrace(row.key()), row.value()))
                .toList();
    }

    /** The latest {@code limit} messages that the address sent or was sent, latest first. */
    public List<QueueId> find(Address address, int limit) {
        TreeSet<QueueId> found = new TreeSet<>(Comparator.reverseOrder());
        int today = Rows.day(clock.instant());
        for (int day = today + 1; day >= firstDay() && found.size() < limit; day--) {
            KeyRange range = Rows.addresses(day, address.toString());
            for (int shard = 0; shard < QueueId.SHARDS; shard++) {
                for (Row row : store.scan(Rows.shard(shard), range, limit, Store.Direction.BACKWARD)) {
                    found.add(Rows.idOfAddress(row.key()));
                }
            }
        }
        return found.stream().limit(limit).toList();
    }

    /** The latest {@code limit} refusals that named the address as sender or recipient, latest first. */
    public List<Refusal> refusals(Address address, int limit) {
        List<Refusal> found = new ArrayList<>();
        for (int day = Rows.day(clock.instant()) + 1; day >= firstDay() && found.size() < limit; day--) {
            KeyRange range = Rows.addresses(day, address.toString());
            for (Row row : store.scan(Rows.REFUSED, range, limit - found.size(), Store.Direction.BACKWARD)) {
                found.add(Refusal.read(row.value()));
            }
        }
        return found;
    }

    /**
     * Remembers that a MAIL or RCPT was refused. Does not wait for the store, and keeps at most
     * {@code refusals-per-second}: a client cannot fill the disk by being refused.
     *
     * @param client in words: {@code client.example [192.0.2.7]}
     */
    public void refused(String client, Optional<Address> sender, Optional<Address> recipient, Reply reply) {
        refusals.add(new Refusal(
                clock.instant(), client, sender.map(Address::toString), recipient.map(Address::toString), reply, 0));
    }

    /** Forgets what is older than {@code trace-for}, except of {@code live} messages, which must be in ascending order. */
    void sweep(int shard, List<QueueId> live) {
        Instant before = clock.instant().minus(settings.traceFor());
        Batch.Builder batch = Batch.of(Rows.shard(shard)).deleteRange(Rows.addressesBefore(Rows.day(before)));
        QueueId from = QueueId.of(0, 0, 0);
        QueueId end = QueueId.of(Math.max(0, before.toEpochMilli()), 0, 0);
        for (QueueId alive : live) {
            if (alive.compareTo(end) < 0) {
                batch.deleteRange(Rows.traces(from, alive));
                from = after(alive);
            }
        }
        store.commit(batch.deleteRange(Rows.traces(from, end)).build());
    }

    private static QueueId after(QueueId id) {
        return id.serial() == -1
                ? new QueueId(id.timeAndShard() + 1, 0)
                : new QueueId(id.timeAndShard(), id.serial() + 1);
    }

    void sweepRefusals() {
        int day = firstDay();
        store.commit(
                Batch.of(Rows.REFUSED).deleteRange(Rows.addressesBefore(day)).build());
    }

    void close() {
        refusals.close();
    }

    private int firstDay() {
        return Rows.day(clock.instant().minus(settings.traceFor()));
    }

    /** The first few by name, the rest as a number: lines stay short whatever the number of recipients. */
    static List<String> some(List<String> addresses) {
        if (addresses.size() <= SAID_BY_NAME) {
            return addresses;
        }
        List<String> some = new ArrayList<>(addresses.subList(0, SAID_BY_NAME - 1));
        some.add((addresses.size() - SAID_BY_NAME + 1) + " more");
        return some;
    }
}

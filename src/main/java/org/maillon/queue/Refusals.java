package org.maillon.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.maillon.store.Batch;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refusals behind the back of the session that made them, at a bounded rate, many in one batch. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Store store;
    private final int perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Refusal> waiting = new ArrayList<>();
    private boolean writing;
    private boolean closed;
    private long second;
    private int keptThisSecond;
    private long notKept;
    private int serial;

    Refusals(Store store, int perSecond, int firstSerial) {
        this.store = store;
        this.perSecond = perSecond;
        this.serial = firstSerial & Integer.MAX_VALUE;
    }

    void add(Refusal refusal) {
        lock.lock();
        try {
            long now = refusal.at().getEpochSecond();
            if (now != second) {
                second = now;
                keptThisSecond = 0;
            }
            // a store that is slow must not turn into a heap that is full
            if (closed || keptThisSecond >= perSecond || waiting.size() >= 10 * perSecond) {
                notKept++;
                return;
            }
            keptThisSecond++;
            waiting.add(refusal.withNotKept(notKept));
            notKept = 0;
            if (!writing) {
                writing = true;
                Thread.ofVirtual().name("refusals").start(this::write);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        for (List<Refusal> some = take(); !some.isEmpty(); some = take()) {
            try {
                store.commit(batch(some));
            } catch (StoreException e) {
                LOG.warn("{} refusals did not get into the trace: {}", some.size(), e.getMessage());
            }
        }
    }

    private List<Refusal> take() {
        lock.lock();
        try {
            List<Refusal> some = waiting;
            waiting = new ArrayList<>();
            writing = !some.isEmpty();
            return some;
        } finally {
            lock.unlock();
        }
    }

    private Batch batch(List<Refusal> refusals) {
        Batch.Builder batch = Batch.of(Rows.REFUSED).patiently();
        for (Refusal refusal : refusals) {
            int day = Rows.day(refusal.at());
            int number = serial++ & Integer.MAX_VALUE;
            Stream.concat(refusal.sender().stream(), refusal.recipient().stream())
                    .forEach(address -> batch.put(Rows.refusal(day, address, refusal.at(), number), refusal.toBytes()));
        }
        return batch.build();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}

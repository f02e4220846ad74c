package org.maillon.queue;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Gives out ids: never the same twice, in the order of time though the clock be set back. */
final class QueueIds {
    private final InstantSource clock;
    private final RandomGenerator entropy;
    /**
     * Milliseconds by which a clock is behind that was set back, not just read by two threads at once. The time in an id
     * is when its message came: one of a wrong year would keep the message from expiring until then.
     */
    private static final long SET_BACK = 10_000;

    /**
     * How long ids stay in one shard: rows written together lie together, which costs a memtable half the time that
     * scattered ones do.
     */
    private static final long SHARD_MILLIS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private long lastMillis;
    private int serial;
    private int shard;
    private long shardTurn;

    QueueIds(InstantSource clock, RandomGenerator entropy) {
        this.clock = clock;
        this.entropy = entropy;
    }

    QueueId next() {
        lock.lock();
        try {
            long turn = clock.millis() / SHARD_MILLIS;
            if (turn != shardTurn) {
                shardTurn = turn;
                shard = (shard + 1) & (QueueId.SHARDS - 1);
            }
            return nextIn(shard);
        } finally {
            lock.unlock();
        }
    }

    QueueId nextIn(int shard) {
        lock.lock();
        try {
            long now = clock.millis();
            if (now > lastMillis || lastMillis - now > SET_BACK) {
                lastMillis = now;
                serial = entropy.nextInt();
            } else {
                serial++;
            }
            return QueueId.of(lastMillis, shard, serial);
        } finally {
            lock.unlock();
        }
    }

    /** The same entropy, for any thread. */
    RandomGenerator entropy() {
        return this::random;
    }

    long random() {
        lock.lock();
        try {
            return entropy.nextLong();
        } finally {
            lock.unlock();
        }
    }
}

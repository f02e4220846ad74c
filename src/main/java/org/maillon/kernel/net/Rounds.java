package org.maillon.kernel.net;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Does a thing again and again on a thread of its own, whatever befalls it: who guards others must not end with the first
 * error, least of all where memory has run out and guarding is needed most.
 */
public final class Rounds implements AutoCloseable {
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private final Duration between;
    private final Runnable round;
    private final Consumer<Throwable> complain;
    private final Thread thread;
    private volatile boolean closed;
    private boolean complained;
    private long complainedAt;

    private Rounds(String name, Duration between, Runnable round, Consumer<Throwable> complain) {
        this.between = between;
        this.round = round;
        this.complain = complain;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** @param complain hears of a round that failed, once a minute at most */
    public static Rounds start(String name, Duration between, Runnable round, Consumer<Throwable> complain) {
        Rounds rounds = new Rounds(name, between, round, complain);
        rounds.thread.start();
        return rounds;
    }

    private void run() {
        while (!closed) {
            try {
                LockSupport.parkNanos(between.toNanos());
                if (!closed) {
                    round.run();
                }
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                failed(e);
            }
        }
    }

    private void failed(Throwable e) {
        try {
            long now = System.nanoTime();
            if (!complained || now - complainedAt > BETWEEN_COMPLAINTS.toNanos()) {
                complained = true;
                complainedAt = now;
                complain.accept(e);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError _) {
            // not even for that
        }
    }

    /** A round that runs comes to its end. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

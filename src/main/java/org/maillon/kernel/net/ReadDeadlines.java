package org.maillon.kernel.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends reads whose time is up. A socket's own time-out costs a timer for each read, and each timer wakes the thread that
 * keeps them twice; here a read only notes by when it must end, and one thread looks when the earliest of those times
 * has come.
 */
public final class ReadDeadlines implements AutoCloseable {
    private static final long LONGEST_SLEEP = Duration.ofHours(1).toNanos();
    private static final long AGAIN_SOON = Duration.ofMillis(100).toNanos();
    private static final long NOT_READING = 0;

    private final Set<Reading> sockets = ConcurrentHashMap.newKeySet();
    private final Thread guard = Thread.ofVirtual().name("read-deadlines").unstarted(this::guard);
    private volatile long nextLook;
    private volatile boolean looking = true;
    private volatile boolean closed;

    private ReadDeadlines() {}

    public static ReadDeadlines start() {
        ReadDeadlines deadlines = new ReadDeadlines();
        deadlines.guard.start();
        return deadlines;
    }

    /** Until it is closed, its reads can be given a time. */
    public Reading watch(Socket socket) {
        return watch(socket::shutdownInput);
    }

    /** @param input ends the input of what is read */
    Reading watch(Input input) {
        Reading reading = new Reading(input);
        sockets.add(reading);
        return reading;
    }

    /** What can be read and told to be at its end. */
    @FunctionalInterface
    interface Input {
        void shutdown() throws IOException;
    }

    /** The reads of one socket, which one thread makes. Where one took too long, this and all later ones see the end of input. */
    public final class Reading implements Closeable {
        private final Input input;
        private volatile long until = NOT_READING;
        private volatile boolean over;

        private Reading(Input input) {
            this.input = input;
        }

        /** A read begins; {@link #ends} follows, whatever comes of it. */
        public void begins(long millis) {
            long end = System.nanoTime() + millis * 1_000_000L;
            until = end == NOT_READING ? 1 : end;
            // Either the guard, which looks after it says that it does, sees our time, or we see that it looks.
            if (looking || end - nextLook < 0) {
                LockSupport.unpark(guard);
            }
        }

        public void ends() {
            until = NOT_READING;
        }

        /** Whether the end of input is that of its time. */
        public boolean isOver() {
            return over;
        }

        /** How long until its time is up; ends the read when it is. */
        private long look(long now) {
            long end = until;
            if (end == NOT_READING || over) {
                return LONGEST_SLEEP;
            }
            if (end - now > 0) {
                return end - now;
            }
            over = true;
            try {
                input.shutdown();
            } catch (IOException _) {
                // closed by now
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError _) {
                over = false; // the read goes on, and so do those of others
                return AGAIN_SOON;
            }
            return LONGEST_SLEEP;
        }

        @Override
        public void close() {
            sockets.remove(this);
        }
    }

    /** Without the guard no read would ever end by its time: it outlives memory that has run out, for looking around, too. */
    private void guard() {
        while (!closed) {
            try {
                LockSupport.parkNanos(look());
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError _) {
                Thread.onSpinWait(); // to sleep takes memory
            }
        }
    }

    /** How long it may sleep. */
    private long look() {
        looking = true;
        long now = System.nanoTime();
        long sleep = LONGEST_SLEEP;
        for (Reading reading : sockets) {
            sleep = Math.min(sleep, reading.look(now));
        }
        nextLook = now + sleep;
        looking = false;
        return sleep;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(guard);
    }
}

package org.maillon.serve.smtp;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.maillon.submit.Incoming;
import org.maillon.wire.smtp.Reply;

/**
 * Counts the messages on their way in, over all listeners. Each holds buffers until its end, and a client may take an hour
 * for it: without a bound, a few hundred such clients fill a small heap, and the server with them.
 */
public final class Bodies {
    /** A connection's large buffer, the store's piece of the message and its copy on the way to the disk, rounded up. */
    static final long OCTETS_EACH = 384 << 10;

    private final Semaphore free;

    Bodies(int most) {
        this.free = new Semaphore(most);
    }

    /** @param heap octets of memory in all */
    public static Bodies of(SmtpSettings settings, long heap) {
        long share = heap / 100 * settings.bodyHeapPercent();
        return new Bodies(Math.clamp(share / OCTETS_EACH, 1, Integer.MAX_VALUE));
    }

    /** Every true is followed by one {@link #leave}, or by a {@link #counted} message that is closed. */
    boolean enter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }

    int free() {
        return free.availablePermits();
    }

    /** The message, giving its place back when it is closed. */
    Incoming counted(Incoming incoming) {
        return new Counted(incoming, this, new AtomicBoolean());
    }

    private record Counted(Incoming incoming, Bodies bodies, AtomicBoolean closed) implements Incoming {
        @Override
        public void write(byte[] octets, int from, int length) {
            incoming.write(octets, from, length);
        }

        @Override
        public Reply finish() {
            return incoming.finish();
        }

        @Override
        public void close() {
            try {
                incoming.close();
            } finally {
                if (!closed.getAndSet(true)) {
                    bodies.leave();
                }
            }
        }
    }
}

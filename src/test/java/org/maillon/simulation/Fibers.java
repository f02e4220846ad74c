package org.maillon.simulation;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.maillon.kernel.Pauses;

/**
 * The threads of one run of the process: real virtual threads, whose scheduler we are. A virtual thread starts others on
 * its own scheduler, so all of the process's threads come here, each time that they may go on: locks, latches and futures
 * of the real code work as they are, and the seed decides who goes first. A process that dies is one whose threads never
 * get a turn again.
 *
 * <p>The JDK lets nobody choose a scheduler yet; the constructor behind {@code Thread.ofVirtual()} takes one, for which
 * the tests run with {@code --add-opens java.base/java.lang=ALL-UNNAMED} (docs/adr/0008).
 */
final class Fibers implements Executor, Pauses {
    /** Rounds of upkeep, each a minute apart, would be most of what happens in a week; a slow machine is late. */
    private static final int LATE = 40;

    private static final Constructor<?> BUILDER = builder();

    private final VirtualTime time;
    private final Thread.Builder.OfVirtual threads;
    private boolean dead;

    Fibers(VirtualTime time) {
        this.time = time;
        this.threads = threads();
    }

    private static Constructor<?> builder() {
        try {
            Constructor<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "The simulation schedules virtual threads itself: it needs a JDK 25 and"
                            + " --add-opens java.base/java.lang=ALL-UNNAMED",
                    e);
        }
    }

    private Thread.Builder.OfVirtual threads() {
        try {
            return (Thread.Builder.OfVirtual) BUILDER.newInstance(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void start(String name, Runnable work) {
        threads.name(name).start(work);
    }

    /** Called by the JDK: a thread may go on. */
    @Override
    public void execute(Runnable turn) {
        if (!dead) {
            time.ready(this, turn);
        }
    }

    boolean isDead() {
        return dead;
    }

    void kill() {
        dead = true;
    }

    @Override
    public boolean pause(CountDownLatch until, Duration length) {
        if (until.getCount() > 0) {
            boolean upkeep = Thread.currentThread().getName().equals("queue upkeep");
            time.sleep(length.toMillis() * (upkeep ? LATE : 1));
        }
        return until.getCount() == 0;
    }

    @Override
    public boolean nap(CountDownLatch until, Duration length) {
        if (until.getCount() > 0) {
            time.nap(length.toMillis());
        }
        return until.getCount() == 0;
    }
}

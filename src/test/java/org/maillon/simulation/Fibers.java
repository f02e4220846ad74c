package org.maillon.simulation;

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
 * <p>The JDK lets nobody choose a scheduler yet; the constructor behind {@code Thread.ofVirtual()} takes one.
 */
final class Fibers implements Executor, Pauses {
    /** Rounds of upkeep, each a minute apart, would be most of what happens in a week; a slow machine is late. */
    private static final int LATE = 40;

    private final VirtualTime time;
    private final Thread.Builder.OfVirtual threads;
    private boolean dead;

    Fibers(VirtualTime time) {
        this.time = time;
        this.threads = VirtualThreads.on(this);
    }

    void start(String name, Runnable work) {
        threads.name(name).start(work);
    }

    /** Called by the JDK: a thread may go on. */
    @Override
    public void execute(Runnable turn) {
        if (VirtualThreads.standsBeforeAMonitor(VirtualThreads.whose(turn))) {
            time.goOn(turn);
        } else if (!dead) {
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

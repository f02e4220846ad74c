package org.maillon.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Time and turns: what may run now, in an order that the seed picks, and what waits for a moment. Nothing passes but by
 * {@link #step}, so a year costs what happens in it.
 */
final class VirtualTime {
    private static final Instant START = Instant.parse("2026-11-23T13:00:00Z");

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    private record Alarm(long at, long order, Runnable action) {}

    private record Nap(Sleeper sleeper, long due) {}

    private record Ready(Fibers whose, Runnable turn) {}

    private final SplittableRandom entropy;
    private final List<Ready> ready = new ArrayList<>();
    private final BlockingQueue<Runnable> freed = new LinkedBlockingQueue<>();
    private final List<Nap> naps = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::order));
    private long now;
    private long order;
    private long setBy;
    private boolean stirred;
    private final Thread own = Thread.currentThread();
    private volatile @Nullable Thread stranger;

    VirtualTime(SplittableRandom entropy) {
        this.entropy = entropy;
    }

    /** Milliseconds since the beginning. */
    long now() {
        return now;
    }

    /** The time of day, which may be set. */
    InstantSource timeOfDay() {
        return () -> START.plusMillis(now + setBy);
    }

    InstantSource steady() {
        return () -> START.plusMillis(now);
    }

    void set(Duration by) {
        setBy += by.toMillis();
        stirred = true;
    }

    /**
     * The world's own thread alone says who may go on. Another one does where real time has come in, by a park with a
     * limit: what it says comes when it comes, so no seed repeats it.
     */
    void ready(Fibers whose, Runnable turn) {
        Thread caller = Thread.currentThread();
        if (caller != own && !caller.isVirtual()) {
            stranger = caller;
        } else {
            ready.add(new Ready(whose, turn));
        }
    }

    /** From whatever thread of the JDK: the monitor is free for which a turn was broken off. */
    void goOn(Runnable turn) {
        freed.add(turn);
    }

    void at(long when, Runnable action) {
        alarms.add(new Alarm(Math.max(now, when), order++, action));
    }

    void after(long millis, Runnable action) {
        at(now + millis, action);
    }

    /** One thread of the world that waits. */
    static final class Sleeper {
        private final Thread thread = Thread.currentThread();
        private boolean woken;

        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        void sleep() {
            while (!woken) {
                LockSupport.park();
            }
        }
    }

    /** On a thread of the world. No time at all is a turn for the others all the same. */
    void sleep(long millis) {
        Sleeper sleeper = new Sleeper();
        after(millis, sleeper::wake);
        sleeper.sleep();
    }

    /** As {@link #sleep}, but wakes also whenever anything has happened meanwhile. */
    void nap(long millis) {
        Sleeper sleeper = new Sleeper();
        naps.add(new Nap(sleeper, now + Math.clamp(millis, 0, Long.MAX_VALUE / 4)));
        sleeper.sleep();
    }

    /** A dead process naps no more. */
    void forgetNaps() {
        naps.clear();
    }

    /** Lets one thing happen; false where nothing ever will. */
    boolean step() {
        Thread from = stranger;
        if (from != null) {
            throw new IllegalStateException(
                    from + " let a thread of the world go on: what it waited for is not simulated");
        }
        ready.removeIf(one -> one.whose().isDead());
        if (!ready.isEmpty()) {
            takeTurn();
            return true;
        }
        if (stirred && !naps.isEmpty()) {
            stirred = false;
            wakeNaps();
            return true;
        }
        return advance();
    }

    private void takeTurn() {
        int which = ready.size() == 1 ? 0 : entropy.nextInt(ready.size());
        Ready one = ready.get(which);
        ready.set(which, ready.getLast());
        ready.removeLast();
        finish(one.turn());
    }

    /**
     * A monitor that another world holds, or a class that it loads, breaks a turn off in real time; it is waited for in
     * real time, so the world does not see it.
     */
    private void finish(Runnable turn) {
        Thread thread = VirtualThreads.whose(turn);
        turn.run();
        while (VirtualThreads.standsBeforeAMonitor(thread)) {
            free(thread).run();
        }
    }

    private Runnable free(Thread thread) {
        try {
            Runnable rest = freed.poll(LONGEST_HOLD.toMillis(), TimeUnit.MILLISECONDS);
            if (rest == null) {
                throw new IllegalStateException(
                        thread + " waits for a monitor whose holder waits itself: " + List.of(thread.getStackTrace()));
            }
            return rest;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void wakeNaps() {
        List<Nap> all = List.copyOf(naps);
        naps.clear();
        all.forEach(nap -> nap.sleeper().wake());
    }

    private boolean advance() {
        long nap = naps.stream().mapToLong(Nap::due).min().orElse(Long.MAX_VALUE);
        Alarm alarm = alarms.peek();
        if (alarm != null && alarm.at() <= nap) {
            alarms.remove();
            now = Math.max(now, alarm.at());
            alarm.action().run();
            stirred = true;
            return true;
        } else if (nap < Long.MAX_VALUE / 8) {
            now = Math.max(now, nap);
            wakeNaps();
            return true;
        }
        return false;
    }
}

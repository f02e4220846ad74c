package org.maillon.deliver.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** Sessions that lie idle, for the next message to the same server. The one used last is taken first: the others grow old and go. */
final class SessionPool {
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private final ReuseSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** In the order they came: a key holds enums, whose hash is another in each process. */
    private final Map<SessionKey, Deque<PeerSession>> idle = new LinkedHashMap<>();

    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);
    private int count;
    private boolean closed;

    SessionPool(ReuseSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Optional<PeerSession> take(SessionKey key) {
        lock.lock();
        try {
            Deque<PeerSession> sessions = idle.get(key);
            if (sessions == null || sessions.getLast().hasLainTooLong(clock)) { // the sweep will say good-bye
                return Optional.empty();
            }
            PeerSession taken = sessions.removeLast();
            count--;
            if (sessions.isEmpty()) {
                idle.remove(key);
            }
            return Optional.of(taken);
        } finally {
            lock.unlock();
        }
    }

    void give(PeerSession session) {
        session.lieIdle();
        if (!session.takesAnother() || !keep(session)) {
            session.quit();
        }
        sweepIfDue();
    }

    /** Under load nobody needs to remember {@link #sweep}; it matters once all is quiet. */
    private void sweepIfDue() {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(BETWEEN_SWEEPS))) {
            sweep();
        }
    }

    private boolean keep(PeerSession session) {
        lock.lock();
        try {
            Deque<PeerSession> sessions = idle.get(session.key());
            int here = sessions == null ? 0 : sessions.size();
            if (closed || count >= settings.idleInAll() || here >= settings.idlePerServer()) {
                return false;
            }
            idle.computeIfAbsent(session.key(), _ -> new ArrayDeque<>()).addLast(session);
            count++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says good-bye to those that have lain idle too long. */
    void sweep() {
        removed(false).forEach(PeerSession::quit);
    }

    int size() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until good-bye is said, which has a time of its own. */
    void close() {
        for (Thread quitting : removed(true).stream().map(PeerSession::quit).toList()) {
            try {
                quitting.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<PeerSession> removed(boolean all) {
        List<PeerSession> gone = new ArrayList<>();
        lock.lock();
        try {
            closed |= all;
            Iterator<Deque<PeerSession>> queues = idle.values().iterator();
            while (queues.hasNext()) {
                Deque<PeerSession> sessions = queues.next();
                while (!sessions.isEmpty() && (all || sessions.getFirst().hasLainTooLong(clock))) {
                    gone.add(sessions.removeFirst());
                }
                if (sessions.isEmpty()) {
                    queues.remove();
                }
            }
            count -= gone.size();
        } finally {
            lock.unlock();
        }
        return gone;
    }
}

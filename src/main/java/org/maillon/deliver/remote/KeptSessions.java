package org.maillon.deliver.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.maillon.queue.QueueId;
import org.maillon.route.Hop;
import org.maillon.verify.Passage;

/**
 * Sessions that have heard an envelope and wait for its message: first under the client's transaction, then under the
 * message's id. Who waits too long is let go. Nothing here outlives a crash, and nothing needs to: no body has been sent.
 */
final class KeptSessions {
    private final ProbeSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** In the order they came, not in that of a hash which is another in each process. */
    private final Map<Passage, List<Kept>> byPassage = new LinkedHashMap<>();

    private final Map<QueueId, List<Kept>> byMessage = new LinkedHashMap<>();
    private final Map<String, Integer> byClient = new HashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private boolean closed;

    KeptSessions(ProbeSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param place is given back with the session
     * @param since when it was first kept
     * @param client whose message it waits for
     */
    record Kept(PeerSession session, ProbeBudget.Place place, Instant since, String client) {}

    /** False where it cannot be kept: too many are, or its message will not come. */
    boolean keep(Passage passage, PeerSession session, ProbeBudget.Place place) {
        lock.lock();
        try {
            if (closed || passage.isOver() || count.get() >= settings.kept() || hasItsShare(passage.client())) {
                return false;
            }
            Kept one = new Kept(session, place, place.keptSince(clock.instant()), passage.client());
            byPassage.computeIfAbsent(passage, _ -> new ArrayList<>(1)).add(one);
            byClient.merge(passage.client(), 1, Integer::sum);
            count.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A quarter is the most for one client, or it would keep all others from theirs. */
    private boolean hasItsShare(String client) {
        return !client.isEmpty() && byClient.getOrDefault(client, 0) >= Math.max(1, settings.kept() / 4);
    }

    private void goes(Kept kept) {
        count.decrementAndGet();
        int others = byClient.getOrDefault(kept.client(), 1) - 1;
        if (others == 0) {
            byClient.remove(kept.client());
        } else {
            byClient.put(kept.client(), others);
        }
    }

    /** Whether any waits for this transaction. */
    boolean has(Passage passage) {
        if (count.get() == 0) {
            return false;
        }
        lock.lock();
        try {
            return byPassage.containsKey(passage);
        } finally {
            lock.unlock();
        }
    }

    /** For another recipient of the same transaction. */
    Optional<Kept> take(Passage passage, Predicate<PeerSession> fit) {
        return count.get() == 0 ? Optional.empty() : taken(byPassage, passage, fit);
    }

    /** For the message. */
    Optional<Kept> take(QueueId message, Predicate<PeerSession> fit) {
        return count.get() == 0 ? Optional.empty() : taken(byMessage, message, fit);
    }

    /** Which of these servers has heard the message's envelope. */
    Optional<Hop> hop(QueueId message, List<Hop> hops) {
        if (count.get() == 0) {
            return Optional.empty();
        }
        lock.lock();
        try {
            return byMessage.getOrDefault(message, List.of()).stream()
                    .map(kept -> kept.session().hop())
                    .filter(hops::contains)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    private <K> Optional<Kept> taken(Map<K, List<Kept>> kept, K key, Predicate<PeerSession> fit) {
        lock.lock();
        try {
            List<Kept> here = kept.getOrDefault(key, List.of());
            for (Kept one : here) {
                if (fit.test(one.session())) {
                    here.remove(one);
                    goes(one);
                    if (here.isEmpty()) {
                        kept.remove(key);
                    }
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The transaction's message is all here: its delivery may begin at any moment. */
    void becomes(Passage passage, QueueId message) {
        passage.end();
        if (count.get() == 0) {
            return;
        }
        lock.lock();
        try {
            List<Kept> kept = byPassage.remove(passage);
            if (kept != null) {
                byMessage.put(message, kept);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Those that have waited too long, or whose transaction ended without a message; they are the caller's now. */
    List<Kept> removeLate() {
        if (count.get() == 0) {
            return List.of();
        }
        Duration most = settings.keptFor();
        Instant now = clock.instant();
        lock.lock();
        try {
            List<Kept> late = new ArrayList<>();
            remove(byPassage, (passage, kept) -> passage.isOver() || isLate(kept, now, most), late);
            remove(byMessage, (_, kept) -> isLate(kept, now, most), late);
            late.forEach(this::goes);
            return late;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isLate(Kept kept, Instant now, Duration most) {
        return !kept.since().plus(most).isAfter(now);
    }

    private interface Ending<K> {
        boolean hasCome(K key, Kept kept);
    }

    private static <K> void remove(Map<K, List<Kept>> all, Ending<K> ending, List<Kept> removed) {
        Iterator<Map.Entry<K, List<Kept>>> entries = all.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<K, List<Kept>> entry = entries.next();
            List<Kept> gone = entry.getValue().stream()
                    .filter(kept -> ending.hasCome(entry.getKey(), kept))
                    .toList();
            removed.addAll(gone);
            entry.getValue().removeAll(gone);
            if (entry.getValue().isEmpty()) {
                entries.remove();
            }
        }
    }

    /** All of them; no more are kept. */
    List<Kept> close() {
        lock.lock();
        try {
            closed = true;
            List<Kept> all = new ArrayList<>();
            remove(byPassage, (_, _) -> true, all);
            remove(byMessage, (_, _) -> true, all);
            all.forEach(this::goes);
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return count.get();
    }
}

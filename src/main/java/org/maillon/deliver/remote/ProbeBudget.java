package org.maillon.deliver.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many questions a site is asked, at one time and in a minute: others' servers are not ours to load. */
final class ProbeBudget {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** How often who is patient looks whether time has brought a turn. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ProbeSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<String, Account> sites = new HashMap<>();
    private int inAll;

    ProbeBudget(ProbeSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What one site has been asked: a bucket that time fills. */
    private final class Account {
        private double asksLeft = settings.perMinute();
        private Instant counted = clock.instant();
        private int atOnce;

        private void count() {
            Instant now = clock.instant();
            double share = Duration.between(counted, now).toMillis() / (double) MINUTE.toMillis();
            asksLeft = Math.min(settings.perMinute(), asksLeft + Math.max(0, share) * settings.perMinute());
            counted = now;
        }

        private boolean isUnused() {
            count();
            return atOnce == 0 && asksLeft >= settings.perMinute();
        }
    }

    /** A turn to ask, until it is closed. */
    final class Place implements AutoCloseable {
        private final Account account;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Place(Account account) {
            this.account = account;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leave(account);
            }
        }
    }

    /**
     * Empty where it is nobody's turn now.
     *
     * @param patience how long to wait for it
     */
    Optional<Place> enter(String site, Duration patience) {
        Instant end = clock.instant().plus(patience);
        lock.lock();
        try {
            Optional<Place> place = tryEnter(site);
            while (place.isEmpty() && clock.instant().isBefore(end)) {
                var _ = left.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                place = tryEnter(site);
            }
            return place;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Place> tryEnter(String site) {
        Account account = sites.computeIfAbsent(site, _ -> new Account());
        account.count();
        if (inAll >= settings.inAll() || account.atOnce >= settings.perSite() || account.asksLeft < 1) {
            return Optional.empty();
        }
        inAll++;
        account.atOnce++;
        account.asksLeft--;
        return Optional.of(new Place(account));
    }

    private void leave(Account account) {
        lock.lock();
        try {
            inAll--;
            account.atOnce--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets sites that have been left in peace for a minute. */
    void sweep() {
        lock.lock();
        try {
            sites.values().removeIf(Account::isUnused);
        } finally {
            lock.unlock();
        }
    }

    int sites() {
        lock.lock();
        try {
            return sites.size();
        } finally {
            lock.unlock();
        }
    }
}

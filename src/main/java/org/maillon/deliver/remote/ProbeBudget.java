package org.maillon.deliver.remote;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.maillon.kernel.Network;

/**
 * How many questions are asked, at one time and in a minute: others' servers are not ours to load. A site is known by the
 * names of its servers, which whoever owns a domain may choose; so each address that is called has its own bound too.
 */
final class ProbeBudget {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** How often who is patient looks whether time has brought a turn. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ProbeSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<String, Account> sites = new HashMap<>();
    private final Map<String, Account> addresses = new HashMap<>();
    private int inAll;

    ProbeBudget(ProbeSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What one site or address has been asked: a bucket that time fills. Below nothing where more was asked than foreseen. */
    private final class Account {
        private final int perMinute;
        private final int most;
        private double asksLeft;
        private Instant counted = clock.instant();
        private int atOnce;

        Account(int perMinute, int most) {
            this.perMinute = perMinute;
            this.most = most;
            this.asksLeft = perMinute;
        }

        private boolean hasAsk() {
            Instant now = clock.instant();
            double share = Duration.between(counted, now).toMillis() / (double) MINUTE.toMillis();
            asksLeft = Math.min(perMinute, asksLeft + Math.max(0, share) * perMinute);
            counted = now;
            return asksLeft >= 1;
        }

        private boolean hasRoom() {
            return hasAsk() && atOnce < most;
        }

        private boolean isUnused() {
            return hasAsk() && atOnce == 0 && asksLeft >= perMinute;
        }
    }

    /** A turn to ask, until it is closed. */
    final class Place implements AutoCloseable {
        private final List<Account> accounts = new ArrayList<>(2);
        private final AtomicBoolean closed = new AtomicBoolean();
        private Optional<Instant> kept = Optional.empty();

        /**
         * Whether it is our turn at a site, and at the first of its servers.
         *
         * @param patience how long to wait for it
         */
        boolean mayAsk(String site, Optional<InetAddress> first, Duration patience) {
            return await(patience, () -> {
                List<Account> needed = new ArrayList<>(2);
                needed.add(sites.computeIfAbsent(site, _ -> new Account(settings.perMinute(), settings.perSite())));
                first.ifPresent(address -> needed.add(account(address)));
                return enter(needed);
            });
        }

        /** Whether another server may be called too. */
        boolean mayVisit(InetAddress address) {
            return await(Duration.ZERO, () -> {
                Account account = account(address);
                return accounts.contains(account) || enter(List.of(account));
            });
        }

        /** Whether it may be asked about one name more, in the same session. */
        boolean mayAskAgain() {
            return await(Duration.ZERO, () -> {
                boolean may = accounts.stream().allMatch(Account::hasAsk);
                if (may) {
                    accounts.forEach(account -> account.asksLeft--);
                }
                return may;
            });
        }

        /** It was asked about a name more: that is owed. */
        void hasAskedMore() {
            var _ = await(Duration.ZERO, () -> {
                accounts.forEach(account -> account.asksLeft--);
                return true;
            });
        }

        private boolean enter(List<Account> needed) {
            if (!needed.stream().allMatch(Account::hasRoom)) {
                return false;
            }
            for (Account account : needed) {
                account.atOnce++;
                account.asksLeft--;
                accounts.add(account);
            }
            return true;
        }

        /** When its session was first kept for a message: to keep it again renews nothing. */
        Instant keptSince(Instant now) {
            kept = Optional.of(kept.orElse(now));
            return kept.get();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leave(accounts);
            }
        }
    }

    private Account account(InetAddress address) {
        return addresses.computeIfAbsent(
                Network.neighbourhood(address), _ -> new Account(settings.perAddressMinute(), settings.perAddress()));
    }

    /** A place among all questions, at no site yet. Empty where it is nobody's turn now. */
    Optional<Place> begin(Duration patience) {
        boolean begun = await(patience, () -> {
            boolean hasRoom = inAll < settings.inAll();
            inAll += hasRoom ? 1 : 0;
            return hasRoom;
        });
        return begun ? Optional.of(new Place()) : Optional.empty();
    }

    /** A place at a site, whatever its servers. */
    Optional<Place> enter(String site, Duration patience) {
        Optional<Place> place = begin(patience);
        if (place.isPresent() && !place.get().mayAsk(site, Optional.empty(), patience)) {
            place.get().close();
            return Optional.empty();
        }
        return place;
    }

    private boolean await(Duration patience, BooleanSupplier turn) {
        Instant end = clock.instant().plus(patience);
        lock.lock();
        try {
            boolean has = turn.getAsBoolean();
            while (!has && clock.instant().isBefore(end)) {
                var _ = left.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                has = turn.getAsBoolean();
            }
            return has;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void leave(List<Account> accounts) {
        lock.lock();
        try {
            inAll--;
            accounts.forEach(account -> account.atOnce--);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets sites and addresses that have been left in peace for a minute. */
    void sweep() {
        lock.lock();
        try {
            sites.values().removeIf(Account::isUnused);
            addresses.values().removeIf(Account::isUnused);
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

package org.maillon.submit.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Seldom;
import org.maillon.queue.Filter;
import org.maillon.queue.Quarantine;
import org.maillon.queue.Quarantined;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.submit.Login;
import org.maillon.wire.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accounts have sent, and whether they may send more. Messages are counted in memory alone: a start forgets them. Who
 * was written to, and that an account is held, is in the store. A store that fails holds nobody's mail.
 */
public final class AccountLimits {
    private static final Logger LOG = LoggerFactory.getLogger(AccountLimits.class);
    private static final String REASON = "limits: <";

    /** Of what is held, the oldest: an account may have written a thousand an hour. */
    public static final int MOST_SHOWN = 1_000;

    private final RecipientRows rows;
    private final InstantSource steady;
    private final LimitSettings settings;
    private final Seldom trouble;
    private final Cache<AccountId, Desk> desks;

    /** One account's ledger; who reads or writes it holds the lock, over the store's reading and writing too. */
    private record Desk(ReentrantLock lock, Ledger ledger) {}

    /** @param steady a clock that is never set, and began with the time of day */
    public AccountLimits(Store store, InstantSource steady, LimitSettings settings) {
        this.rows = new RecipientRows(store);
        this.steady = steady;
        this.settings = settings;
        this.trouble = new Seldom(Duration.ofMinutes(1), steady);
        this.desks = Caffeine.newBuilder()
                .maximumWeight(settings.memory().octets())
                .weigher((AccountId _, Desk desk) -> desk.ledger().weight())
                .executor(Runnable::run)
                .build();
    }

    /** What becomes of a message. */
    sealed interface Verdict {
        record Good() implements Verdict {}

        record NotNow(Ledger.Full full) implements Verdict {}

        record Held(String why) implements Verdict {}
    }

    /** Why an account may not send just now. */
    Optional<Ledger.Full> full(AccountId account) {
        return at(account, desk -> desk.ledger().full(steady.instant()));
    }

    /** Counts a message that is all here. */
    Verdict take(Login login, List<Recipient> recipients) {
        Instant now = steady.instant();
        return at(login.account(), desk -> {
            Optional<Ledger.Full> full = desk.ledger().full(now);
            if (full.isPresent()) {
                return new Verdict.NotNow(full.get());
            }
            desk.ledger().message(now);
            return settings.newRecipientsPerDay() == 0
                    ? new Verdict.Good()
                    : meeting(login, hashes(recipients), desk.ledger(), now);
        });
    }

    private static long[] hashes(List<Recipient> recipients) {
        long[] hashes = new long[recipients.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = RecipientRows.hash(recipients.get(i).address());
        }
        return hashes;
    }

    private Verdict meeting(Login login, long[] hashes, Ledger ledger, Instant now) {
        long[] unknown = ledger.unknown(hashes);
        if (unknown.length == 0) {
            return new Verdict.Good();
        }
        try {
            if (ledger.mayMeet(unknown.length, now)) {
                remember(login.account(), ledger, unknown, now);
                ledger.meet(unknown, now);
                return new Verdict.Good();
            }
            return held(login, ledger, now);
        } catch (StoreException e) {
            complain(e);
            return new Verdict.Good();
        }
    }

    private void remember(AccountId account, Ledger ledger, long[] unknown, Instant now) {
        int most = settings.rememberedRecipients();
        if (ledger.remembered() + unknown.length > most) {
            ledger.know(rows.keep(account, Math.max(0, most - Math.max(unknown.length, most / 10))));
        }
        rows.add(account, unknown, now);
    }

    private Verdict held(Login login, Ledger ledger, Instant now) {
        if (ledger.hold(now)) {
            RecipientRows.Mark before = rows.mark(login.account());
            rows.put(login.account(), new RecipientRows.Mark(before.released(), Optional.of(now)));
        }
        if (ledger.warns(now)) {
            LOG.warn(
                    "{} has written to more than {} new recipients in a day: somebody else may have its password. What it"
                            + " writes to more is held; 'maillon account limits {}' shows it, 'maillon account release {}'"
                            + " lets it go",
                    login.address(),
                    settings.newRecipientsPerDay(),
                    login.address(),
                    login.address());
        }
        return new Verdict.Held(reason(login.address()) + settings.newRecipientsPerDay() + " in a day");
    }

    /** What the reason of each message begins with that is held for this account. */
    private static String reason(Address account) {
        return REASON + account + "> has written to more new recipients than ";
    }

    /** Where an account stands now. */
    public Standing standing(AccountId account) {
        return at(account, desk -> desk.ledger().standing(steady.instant()));
    }

    public LimitSettings settings() {
        return settings;
    }

    /** Whether it is held because its sender has written to too many. */
    public static boolean holds(Quarantined one) {
        return one.why().startsWith(REASON);
    }

    /** A message that is held for an account. */
    public record KeptBack(QueueId id, Instant since) {}

    /** What is held for an account, the oldest first: no more than {@link #MOST_SHOWN}. */
    public static List<KeptBack> held(Address account, Quarantine quarantine) {
        List<KeptBack> held = new ArrayList<>();
        eachHeld(account, quarantine, one -> {
            held.add(new KeptBack(one.message().id(), one.since()));
            return held.size() < MOST_SHOWN;
        });
        return held;
    }

    private static void eachHeld(Address account, Quarantine quarantine, Predicate<Quarantined> goesOn) {
        String reason = reason(account);
        quarantine.each(Filter.ALL, Optional.empty(), one -> !one.why().startsWith(reason) || goesOn.test(one));
    }

    /** Lets an account write to new recipients again, and lets go what is held; returns how many messages that were. */
    public int release(AccountId account, Address address, Quarantine quarantine) {
        Instant now = steady.instant();
        eachHeld(address, quarantine, one -> {
            long[] hashes = hashes(one.message().envelope().recipients());
            at(account, desk -> met(account, desk.ledger(), hashes, now));
            return true;
        });
        at(account, desk -> {
            rows.put(account, new RecipientRows.Mark(now, Optional.empty()));
            desk.ledger().release();
            return true;
        });
        int[] released = {0};
        eachHeld(address, quarantine, one -> {
            released[0] += quarantine.release(one.message().id()) ? 1 : 0;
            return true;
        });
        return released[0];
    }

    private boolean met(AccountId account, Ledger ledger, long[] hashes, Instant now) {
        long[] unknown = ledger.unknown(hashes);
        if (unknown.length > 0) {
            remember(account, ledger, unknown, now);
            ledger.know(unknown);
        }
        return true;
    }

    /** The account is gone. */
    public void forget(AccountId account) {
        desks.invalidate(account);
        rows.forget(account);
    }

    /** Accounts in memory. */
    long remembered() {
        desks.cleanUp();
        return desks.estimatedSize();
    }

    private <T> T at(AccountId account, Function<Desk, T> work) {
        Desk desk = desk(account);
        desk.lock().lock();
        try {
            int weight = desk.ledger().weight();
            T result = work.apply(desk);
            if (desk.ledger().weight() != weight) {
                desks.put(account, desk); // weighed anew
            }
            return result;
        } finally {
            desk.lock().unlock();
        }
    }

    private Desk desk(AccountId account) {
        Desk there = desks.getIfPresent(account);
        if (there != null) {
            return there;
        }
        Desk read = new Desk(new ReentrantLock(), read(account));
        Desk first = desks.asMap().putIfAbsent(account, read);
        return first == null ? read : first;
    }

    private Ledger read(AccountId account) {
        Instant now = steady.instant();
        try {
            boolean remembers = settings.newRecipientsPerDay() > 0;
            List<RecipientRows.Known> known = remembers ? rows.read(account) : List.of();
            return new Ledger(settings, known, rows.mark(account), now);
        } catch (StoreException e) {
            complain(e);
            return new Ledger(settings, List.of(), RecipientRows.Mark.NONE, now);
        }
    }

    private void complain(StoreException e) {
        if (trouble.isTime()) {
            LOG.warn("whom accounts have written to is not known just now, and nothing is held: {}", e.getMessage());
        }
    }
}

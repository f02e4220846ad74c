package org.maillon.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;

/**
 * Decides which share is tried next. Pure: events come in as calls with the time, attempts go out of {@link #next};
 * no thread, no clock, no I/O. Not for use by two threads at once.
 *
 * <p>A share waits in the timer until it is due, then in its tenant's strand at its site until it is its turn: {@link
 * Rota}, where no tenant waits for more than one attempt of each other one.
 *
 * <p>A destination whose site is not known waits at its lane's {@link Lane#finding}. What {@link #next} gives out from
 * there asks DNS, tells {@link #found}, and then either goes on or waits at the site it found, which is no try.
 */
final class Scheduler {
    /** What an attempt taught about its destination. */
    enum Health {
        WORKS,
        UNCLEAR,
        /** It asks for less. */
        BUSY,
        /** It asks for less, but over one message: no reason for a rest. */
        LESS,
        DOWN
    }

    /** What follows for a share whose site was found. */
    enum Found {
        /** It is tried now. */
        GO,
        /** It waits at its site, which has no room; its attempt is over, and was none. */
        WAIT,
        /** An operator has removed it: it is to be ended. */
        REMOVED
    }

    private final QueueSettings settings;
    private final Eras eras = new Eras();
    private final MailTable mails = new MailTable();
    private final DueHeap timer = new DueHeap();
    private final Rests rests = new Rests();
    private final SiteBook sites;
    private final Map<ServerId, Lane> lanes = new HashMap<>();
    private final Rota rota;

    Scheduler(QueueSettings settings) {
        this(settings, List.of());
    }

    Scheduler(QueueSettings settings, List<SiteSetting> sites) {
        this.settings = settings;
        this.sites = new SiteBook(settings, sites);
        this.rota = new Rota(settings, this.sites, rests, lanes.values());
    }

    Mail add(QueueId id, TenantId tenant, ServerId server) {
        Mail mail = new Mail(
                id, lanes.computeIfAbsent(server, s -> new Lane(s, settings)).turn(tenant), eras.now());
        mails.put(mail);
        return mail;
    }

    /** Recipients of {@code mail} wait for {@code destination}; more than an attempt takes become several shares. */
    void await(Mail mail, Destination destination, int[] numbers, int attempts, long due) {
        Lane lane = mail.turn.lane;
        Target target = lane.targets.of(destination);
        if (target.site == null && sites.isPlain(destination)) {
            sites.settle(lane, target, destination.key(), due);
        }
        for (int from = 0; from < numbers.length; from += settings.recipientsPerAttempt()) {
            int to = Math.min(numbers.length, from + settings.recipientsPerAttempt());
            Share share = new Share(mail, target, Arrays.copyOfRange(numbers, from, to));
            share.attempts = (char) attempts;
            share.sibling = mail.shares;
            mail.shares = share;
            target.shares++;
            toWait(share, due);
        }
    }

    void toWait(Share share, long due) {
        share.due = due;
        share.at = null;
        if (share.isHeld()) {
            share.state = Share.State.HELD;
        } else {
            share.state = Share.State.WAITING;
            timer.add(share);
        }
    }

    /** The share to try now, and those along with it: {@link Share#tried}. It runs until {@link #ended}. */
    Optional<Share> next(long now) {
        advance(now);
        return Optional.ofNullable(rota.next(now));
    }

    /** When {@link #next} may have more though nothing ends or comes; {@link Long#MAX_VALUE}: never. */
    long nextDue() {
        return Math.min(timer.firstDue(), rests.firstEnd());
    }

    /** The clock was set, ahead or back: all that waits for a time waits for one that is as far away as before. */
    void clockSet(long by) {
        eras.begin(by);
        mails.forEach(mail -> {
            for (Share share = mail.shares; share != null; share = share.sibling) {
                share.due += by; // all by the same: the timer's order stays
            }
        });
        rests.shift(by);
        for (Lane lane : lanes.values()) {
            lane.sites.values().forEach(site -> site.shift(by));
        }
    }

    private void advance(long now) {
        sites.forgetOld(now);
        for (Site over = rests.pollOver(now); over != null; over = rests.pollOver(now)) {
            rota.fill(over);
            sites.forgetIfUnused(over, now);
        }
        for (Share due = timer.pollDue(now); due != null; due = timer.pollDue(now)) {
            rota.toReady(due);
        }
    }

    /**
     * DNS names the site of a share that runs. It goes on where the site has room; else it comes back to wait, and that
     * was no try.
     *
     * @param name the MX hosts in one order, with commas between them; the destination's key where DNS cannot say
     */
    Found found(Share share, String name, long now) {
        if (share.mail.removed) {
            return Found.REMOVED;
        }
        Lane lane = share.mail.turn.lane;
        Site site = sites.settle(lane, share.target, name, now);
        Site left = Rota.at(share);
        if (site == left) {
            return Found.GO;
        }
        Share others = share.next;
        share.next = null;
        boolean goes = rota.movesOn(share, site, now);
        if (!goes) {
            goBack(share);
        }
        for (Share other = others; other != null; other = others) {
            others = other.next;
            other.next = null;
            goBack(other);
        }
        rota.fill(left);
        sites.forgetIfUnused(left, now);
        rota.queue(lane);
        return goes ? Found.GO : Found.WAIT;
    }

    /** DNS names the site of a share tried along with {@code first}; if it is another, the share waits there: was it? */
    boolean found(Share first, Share along, String name, long now) {
        Mail mail = along.mail;
        boolean moved = !mail.removed && sites.settle(mail.turn.lane, along.target, name, now) != along.at;
        if (moved) {
            first.leaves(along);
            goBack(along);
        }
        return moved;
    }

    private void goBack(Share share) {
        if (share.isHeld()) {
            toWait(share, share.due);
        } else {
            rota.toReady(share);
        }
    }

    /** {@code remaining}: those to be tried again at {@code due}; none: the share is done. */
    void ended(Share share, int[] remaining, Health health, long due, long now) {
        if (share.state != Share.State.RUNNING) {
            endOne(share, remaining, due, now);
            return;
        }
        Site site = Rota.at(share);
        boolean isTry = !site.isFinding();
        stop(site, health, now);
        int[] sorted = remaining.clone();
        Arrays.sort(sorted);
        Share along = share;
        while (along != null) {
            Share one = along;
            along = one.next;
            one.next = null;
            if (isTry) {
                one.mail.tried = true;
                one.attempts++;
            }
            endOne(one, one.among(sorted), due, now);
        }
        sites.forgetIfUnused(site, now);
    }

    private void endOne(Share share, int[] remaining, long due, long now) {
        if (remaining.length == 0) {
            forget(share, now);
        } else {
            share.numbers(remaining);
            toWait(share, due);
            sites.restsInMemory(share.target, now);
        }
    }

    private void stop(Site site, Health health, long now) {
        rota.stopped(site);
        if (!site.isFinding()) {
            learn(site, health, now);
        }
        rota.fill(site);
        rota.queue(site.lane);
    }

    private void learn(Site site, Health health, long now) {
        switch (health) {
            case WORKS -> {
                site.failures = 0;
                site.restUntil = 0; // it was not down after all, or is not any longer
                site.proven(true);
                site.concurrency.worked(site.running);
            }
            case UNCLEAR -> site.concurrency.unclear();
            case LESS -> {
                var _ = site.concurrency.refused(site.running);
            }
            case BUSY, DOWN -> {
                if (site.concurrency.refused(site.running)) {
                    rest(site, now);
                }
            }
        }
    }

    /** Several attempts find out together that a site is down: that is one rest, not several. */
    private void rest(Site site, long now) {
        if (site.restUntil != 0 || !sites.isWorthARest(site)) {
            return;
        }
        long first = settings.restFirst().toMillis();
        long most = settings.restMost().toMillis();
        long length = Math.min(most, first << Math.min(site.failures, 20));
        site.failures++;
        site.proven(false);
        site.concurrency.rests();
        rests.rest(site, now + length);
    }

    void hold(Mail mail) {
        mail.held = true;
        for (Share share = mail.shares; share != null; share = share.sibling) {
            share.free = false;
            if (takeOut(share)) {
                share.state = Share.State.HELD;
            }
        }
    }

    void release(Mail mail, long now) {
        mail.held = false;
        for (Share share = mail.shares; share != null; share = share.sibling) {
            if (share.state == Share.State.HELD) {
                toWait(share, now);
            }
        }
    }

    /** All that waits is due now, and the sites it waits for need not rest any longer. */
    void retry(Mail mail, long now) {
        for (Share share = mail.shares; share != null; share = share.sibling) {
            if (share.state == Share.State.WAITING || share.state == Share.State.READY) {
                wake(share.target.site);
            }
            if (share.state == Share.State.WAITING) {
                timer.remove(share);
                toWait(share, now);
            }
        }
    }

    private void wake(@Nullable Site site) {
        if (site != null) {
            site.restUntil = 0;
            rota.fill(site);
        }
    }

    /** Takes out what does not run, to be ended without an attempt; {@link #ended} forgets it. */
    List<Share> takeOut(Mail mail) {
        List<Share> out = new ArrayList<>(2);
        for (Share share = mail.shares; share != null; share = share.sibling) {
            if (share.state == Share.State.HELD || takeOut(share)) {
                share.state = Share.State.OUT;
                out.add(share);
            }
        }
        return out;
    }

    /**
     * Takes out at most {@code limit} shares that are past their time and stuck behind a site that is full or rests;
     * those with a way free get a last attempt instead.
     */
    List<Share> expired(long now, int limit) {
        long before = now - settings.expireAfter().toMillis();
        List<Share> out = new ArrayList<>();
        mails.forEach(mail -> {
            if (eras.arrived(mail) + mail.heldMillis() <= before) {
                for (Share share = mail.shares; share != null && out.size() < limit; share = share.sibling) {
                    if (share.state == Share.State.READY && Rota.isHopeless(share)) {
                        takeOut(share);
                        share.state = Share.State.OUT;
                        out.add(share);
                    }
                }
            }
        });
        return out;
    }

    private boolean takeOut(Share share) {
        if (share.state == Share.State.WAITING) {
            timer.remove(share);
            return true;
        } else if (share.state == Share.State.READY) {
            Rota.at(share).strand(share.mail.turn).remove(share);
            share.at = null;
            return true;
        }
        return false;
    }

    @Nullable
    Mail mail(QueueId id) {
        return mails.get(id);
    }

    /** By the clock as it goes now. */
    long arrived(Mail mail) {
        return eras.arrived(mail);
    }

    int size() {
        return mails.size();
    }

    Optional<Site> site(String name) {
        return lanes.values().stream()
                .flatMap(lane -> Optional.ofNullable(lane.sites.get(name)).stream())
                .findFirst();
    }

    /** How many are known just now. */
    int sites() {
        return lanes.values().stream().mapToInt(lane -> lane.sites.size()).sum();
    }

    int running() {
        return rota.running();
    }

    void forEach(Consumer<Mail> action) {
        mails.forEach(action);
    }

    private void forget(Share share, long now) {
        share.state = Share.State.OUT;
        Mail mail = share.mail;
        mail.drop(share);
        Target target = share.target;
        if (--target.shares == 0) {
            sites.forget(mail.turn.lane, target, now);
        }
        if (mail.shares == null) {
            mails.remove(mail);
        }
    }
}

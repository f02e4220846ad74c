package org.maillon.queue;

import java.util.ArrayDeque;
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
 * <p>A share waits in the timer until it is due, then in its tenant's strand at its site. Strands of sites with room
 * stand in their tenant's queue, tenants with such strands in their lane's, lanes in one ring: each level takes turns,
 * so one attempt of a tenant waits for at most one of each other tenant. A strand whose site is full, or rests, is
 * parked at the site and costs nothing until there is room again.
 */
final class Scheduler {
    /** What an attempt taught about its destination. */
    enum Health {
        WORKS,
        UNCLEAR,
        DOWN
    }

    private final QueueSettings settings;
    private final MailTable mails = new MailTable();
    private final DueHeap timer = new DueHeap();
    private final Rests rests = new Rests();
    private final Map<ServerId, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> ring = new ArrayDeque<>();
    private int running;

    Scheduler(QueueSettings settings) {
        this.settings = settings;
    }

    // ---- messages come

    Mail add(QueueId id, TenantId tenant, ServerId server) {
        Mail mail = new Mail(id, lanes.computeIfAbsent(server, Lane::new).turn(tenant));
        mails.put(mail);
        return mail;
    }

    /** Recipients of {@code mail} wait for {@code destination}; more than an attempt takes become several shares. */
    void await(Mail mail, Destination destination, int[] numbers, int attempts, long due) {
        Site site = site(mail.turn.lane, destination);
        for (int from = 0; from < numbers.length; from += settings.recipientsPerAttempt()) {
            int to = Math.min(numbers.length, from + settings.recipientsPerAttempt());
            Share share = new Share(mail, site, Arrays.copyOfRange(numbers, from, to));
            share.attempts = (char) attempts;
            share.sibling = mail.shares;
            mail.shares = share;
            site.shares++;
            toWait(share, due);
        }
    }

    private void toWait(Share share, long due) {
        share.due = due;
        if (share.mail.held) {
            share.state = Share.State.HELD;
        } else {
            share.state = Share.State.WAITING;
            timer.add(share);
        }
    }

    // ---- attempts go

    /** The share to try now; it runs until {@link #ended}. */
    Optional<Share> next(long now) {
        advance(now);
        while (running < settings.attempts()) {
            Lane lane = ring.poll();
            if (lane == null) {
                return Optional.empty();
            }
            lane.queued = false;
            Share share = lane.running < settings.attemptsPerServer() ? pick(lane) : null;
            if (share != null) {
                queue(lane);
                return Optional.of(share);
            }
        }
        return Optional.empty();
    }

    /** When {@link #next} may have more though nothing ends or comes; {@link Long#MAX_VALUE}: never. */
    long nextDue() {
        return Math.min(timer.firstDue(), rests.firstEnd());
    }

    /** All that waits for a time waits for one that is as far away as before. */
    void clockSetBack(long by) {
        mails.forEach(mail -> {
            for (Share share = mail.shares; share != null; share = share.sibling) {
                share.due -= by; // all by the same: the timer's order stays
            }
        });
        rests.shift(-by);
    }

    private void advance(long now) {
        for (Site rested = rests.pollOver(now); rested != null; rested = rests.pollOver(now)) {
            fill(rested);
            forgetIfUnused(rested);
        }
        for (Share due = timer.pollDue(now); due != null; due = timer.pollDue(now)) {
            toReady(due);
        }
    }

    private void toReady(Share share) {
        share.state = Share.State.READY;
        Strand strand = share.site.strand(share.mail.turn);
        strand.add(share);
        if (strand.place == Strand.Place.NOWHERE) {
            place(strand);
        }
    }

    private void place(Strand strand) {
        if (strand.site.eligible < strand.site.free()) {
            makeEligible(strand);
        } else {
            strand.site.park(strand);
        }
    }

    private void makeEligible(Strand strand) {
        strand.place = Strand.Place.ELIGIBLE;
        strand.site.eligible++;
        strand.turn.eligible.add(strand);
        strand.turn.lane.queue(strand.turn);
        queue(strand.turn.lane);
    }

    private void queue(Lane lane) {
        if (!lane.queued && !lane.turns.isEmpty() && lane.running < settings.attemptsPerServer()) {
            lane.queued = true;
            ring.add(lane);
        }
    }

    /** Lets parked strands go, in the order they came, as far as the site has room. */
    private void fill(Site site) {
        while (site.eligible < site.free()) {
            Strand strand = site.unpark();
            if (strand == null) {
                return;
            }
            makeEligible(strand);
        }
    }

    private @Nullable Share pick(Lane lane) {
        for (Turn turn = lane.turns.poll(); turn != null; turn = lane.turns.poll()) {
            turn.queued = false;
            Share share = pick(turn);
            lane.queue(turn);
            if (share != null) {
                return share;
            }
        }
        return null;
    }

    private @Nullable Share pick(Turn turn) {
        Strand strand = turn.eligible.poll();
        if (strand == null) {
            return null;
        }
        Site site = strand.site;
        site.eligible--;
        strand.place = Strand.Place.NOWHERE;
        Share share = strand.first();
        if (share == null) {
            site.drop(strand);
            fill(site);
            forgetIfUnused(site);
            return null;
        }
        if (site.free() <= 0) {
            site.park(strand);
            return null;
        }
        strand.remove(share);
        start(share);
        if (strand.isEmpty()) {
            site.drop(strand);
        } else {
            place(strand);
        }
        return share;
    }

    private void start(Share share) {
        share.state = Share.State.RUNNING;
        share.site.running++;
        share.site.lane.running++;
        running++;
    }

    // ---- attempts end

    /** {@code remaining}: those to be tried again at {@code due}; none: the share is done. */
    void ended(Share share, int[] remaining, Health health, long due, long now) {
        if (share.state == Share.State.RUNNING) {
            share.attempts++;
            stop(share, health, now);
        }
        if (remaining.length == 0) {
            forget(share);
        } else {
            share.numbers(remaining);
            toWait(share, due);
        }
    }

    private void stop(Share share, Health health, long now) {
        Site site = share.site;
        site.running--;
        site.lane.running--;
        running--;
        switch (health) {
            case WORKS -> {
                site.failures = 0;
                site.restUntil = 0; // it was not down after all, or is not any longer
                site.limit = Math.min(most(site.destination), site.limit + 1);
            }
            case UNCLEAR -> {}
            case DOWN -> rest(site, now);
        }
        fill(site);
        queue(site.lane);
    }

    /** Several attempts find out together that a site is down: that is one rest, not several. */
    private void rest(Site site, long now) {
        if (site.restUntil != 0) {
            return;
        }
        long first = settings.restFirst().toMillis();
        long most = settings.restMost().toMillis();
        long length = Math.min(most, first << Math.min(site.failures, 20));
        site.failures++;
        site.limit = 1; // the first after the rest goes alone
        rests.begin(site, now + length);
    }

    private int most(Destination destination) {
        return destination.equals(Destination.LOCAL) ? settings.localMost() : settings.destinationMost();
    }

    // ---- operators

    void hold(Mail mail) {
        mail.held = true;
        for (Share share = mail.shares; share != null; share = share.sibling) {
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
                share.site.restUntil = 0;
                fill(share.site);
            }
            if (share.state == Share.State.WAITING) {
                timer.remove(share);
                toWait(share, now);
            }
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
            if (mail.arrivedMillis() <= before) {
                for (Share share = mail.shares; share != null && out.size() < limit; share = share.sibling) {
                    if (share.state == Share.State.READY && share.attempts > 0 && share.site.free() <= 0) {
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
            share.site.strand(share.mail.turn).remove(share);
            return true;
        }
        return false;
    }

    // ---- what there is

    @Nullable
    Mail mail(QueueId id) {
        return mails.get(id);
    }

    int size() {
        return mails.size();
    }

    int running() {
        return running;
    }

    void forEach(Consumer<Mail> action) {
        mails.forEach(action);
    }

    private Site site(Lane lane, Destination destination) {
        return lane.sites.computeIfAbsent(destination, d -> new Site(lane, d, startLimit(d)));
    }

    private int startLimit(Destination destination) {
        return destination.equals(Destination.LOCAL) ? settings.localMost() : settings.destinationStart();
    }

    private void forget(Share share) {
        share.state = Share.State.OUT;
        Mail mail = share.mail;
        if (mail.shares == share) {
            mail.shares = share.sibling;
        } else {
            for (Share before = mail.shares; before != null; before = before.sibling) {
                if (before.sibling == share) {
                    before.sibling = share.sibling;
                    break;
                }
            }
        }
        share.site.shares--;
        forgetIfUnused(share.site);
        if (mail.shares == null) {
            mails.remove(mail);
        }
    }

    private void forgetIfUnused(Site site) {
        if (site.isUnused()) {
            site.lane.sites.remove(site.destination, site);
        }
    }
}

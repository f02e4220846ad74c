package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;

/** A day of arrivals, refusals, rests, holds and removals on a clock of numbers; what must hold is looked at after each step. */
class SchedulerRandomTest {
    private static final Map<String, String> BOUNDS = Map.of(
            "attempts", "30",
            "attempts-per-server", "20",
            "destination-start", "2",
            "destination-most", "6",
            "local-most", "8",
            "recipients-per-attempt", "4",
            "unproven-share", "60",
            "findings", "5",
            "sites-remembered", "4",
            "sites-for", "1m");

    private static final List<SiteSetting> SITES =
            List.of(new SiteSetting("*.slow.example", 3, "2/1s"), new SiteSetting("mx:7", 1, ""));

    private final QueueSettings settings = Settings.read(QueueSettings.class, BOUNDS);
    private final Scheduler scheduler = new Scheduler(settings, SITES);
    private final List<Share> running = new ArrayList<>();
    private final List<Mail> held = new ArrayList<>();
    private final List<Mail> alive = new ArrayList<>();
    private long now;
    private int serial;
    private long sent;
    private long ended;

    /** Which servers the domains have; it changes now and then. */
    private int servers;

    private final Map<String, Long> lastStart = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRecipientComesToOneEndWithinAllBounds(long seed) {
        SplittableRandom entropy = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            step(entropy);
            lookAround();
        }
        held.forEach(mail -> scheduler.release(mail, now));
        for (int step = 0; scheduler.size() > 0; step++) {
            assertThat(step).as("steps until the queue is empty").isLessThan(200_000);
            take();
            if (running.isEmpty()) {
                now = Math.max(now, scheduler.nextDue());
            } else {
                end(running.removeLast(), new int[0], Scheduler.Health.WORKS);
            }
        }
        assertThat(ended).isEqualTo(sent);
        for (int i = 0; i < 2; i++) { // rests end, then what was learned is old
            now += 1_000_000_000;
            assertThat(scheduler.next(now)).isEmpty();
        }
        assertThat(scheduler.sites())
                .as("what is remembered though nobody needs it")
                .isZero();
    }

    @Test
    void theSameSeedGivesTheSameDay() {
        assertThat(day(11)).isEqualTo(day(11));
    }

    private static List<String> day(long seed) {
        SchedulerRandomTest world = new SchedulerRandomTest();
        SplittableRandom entropy = new SplittableRandom(seed);
        List<String> day = new ArrayList<>();
        for (int step = 0; step < 3000; step++) {
            world.step(entropy);
            day.add(world.running.stream()
                    .map(share -> share.mail.id().toString())
                    .toList()
                    .toString());
        }
        return day;
    }

    private void step(SplittableRandom entropy) {
        now += entropy.nextInt(2000);
        servers += entropy.nextInt(500) == 0 ? 1 : 0;
        if (entropy.nextInt(1000) == 0) {
            setClock(entropy.nextLong(-400_000_000L, 400_000_000L));
        }
        switch (entropy.nextInt(10)) {
            case 0, 1, 2 -> arrive(entropy);
            case 3, 4, 5, 6 -> {
                if (!running.isEmpty()) {
                    end(running.remove(entropy.nextInt(running.size())), entropy);
                }
            }
            case 7 -> operator(entropy);
            default -> take();
        }
    }

    private void arrive(SplittableRandom entropy) {
        ServerId server = new ServerId("server-" + entropy.nextInt(2));
        TenantId tenant = new TenantId("tenant-" + entropy.nextInt(4));
        Mail mail = scheduler.add(QueueId.of(now, serial & 63, serial++), tenant, server);
        int[] numbers = new int[1 + entropy.nextInt(9)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        int site = entropy.nextInt(8);
        scheduler.await(mail, destination(site), numbers, 0, now);
        alive.add(mail);
        sent += numbers.length;
        if (site != 0 && entropy.nextBoolean()) {
            scheduler.await(mail, destination(1 + (site + 2) % 9), new int[] {100, 101}, 0, now);
            sent += 2;
        }
    }

    private void setClock(long by) {
        scheduler.clockSet(by);
        now += by;
        lastStart.replaceAll((_, at) -> at + by);
    }

    private static Destination destination(int site) {
        return site == 0 ? Destination.LOCAL : new Destination(site == 1 ? "smtp://relay.example:25" : "mx:" + site);
    }

    private String servers(Destination destination) {
        int number = Integer.parseInt(destination.key().substring(3));
        return switch ((number + servers) % 4) {
            case 0 -> "mx1.big.example,mx2.big.example";
            case 1 -> "mx.slow.example";
            case 2 -> "mx.small.example";
            default -> destination.key();
        };
    }

    private void end(Share share, SplittableRandom entropy) {
        int[] numbers = share.tried();
        switch (entropy.nextInt(7)) {
            case 0 -> end(share, numbers, Scheduler.Health.DOWN);
            case 1 -> end(share, numbers, Scheduler.Health.UNCLEAR);
            case 2 -> end(share, new int[] {numbers[0]}, Scheduler.Health.WORKS);
            case 3 -> end(share, numbers, Scheduler.Health.BUSY);
            default -> end(share, new int[0], Scheduler.Health.WORKS);
        }
    }

    private void end(Share share, int[] remaining, Scheduler.Health health) {
        ended += share.tried().length - remaining.length;
        scheduler.ended(share, remaining, health, now + 60_000, now);
    }

    private void operator(SplittableRandom entropy) {
        alive.removeIf(mail -> mail.shares == null);
        if (alive.isEmpty()) {
            return;
        }
        Mail mail = alive.get(entropy.nextInt(alive.size()));
        switch (entropy.nextInt(6)) {
            case 0 -> {
                scheduler.hold(mail);
                held.add(mail);
            }
            case 1, 2 -> scheduler.release(mail, now);
            case 3 -> scheduler.retry(mail, now);
            case 4 -> scheduler.takeOut(mail).forEach(share -> end(share, new int[0], Scheduler.Health.UNCLEAR));
            default -> scheduler.expired(now, 10).forEach(share -> end(share, new int[0], Scheduler.Health.UNCLEAR));
        }
    }

    private void take() {
        for (Optional<Share> share = scheduler.next(now); share.isPresent(); share = scheduler.next(now)) {
            assertThat(share.get().mail.held).isFalse();
            assertThat(share.get().due).isLessThanOrEqualTo(now);
            assertThat(share.get().tried().length).isLessThanOrEqualTo(settings.recipientsPerAttempt());
            if (goesOn(share.get())) {
                running.add(share.get());
            }
        }
    }

    private boolean goesOn(Share share) {
        Destination destination = share.destination();
        if (destination.byMx()) {
            boolean goes = scheduler.found(share, servers(destination), now) == Scheduler.Found.GO;
            assertThat(goes || share.state != Share.State.RUNNING).isTrue();
            if (!goes) {
                return false;
            }
            assertThat(at(share).name)
                    .isEqualTo(destination.key().equals("mx:7") ? destination.key() : servers(destination));
        }
        if (at(share).name.equals("mx.slow.example")) {
            Long before = lastStart.put(at(share).lane.server.name(), now);
            assertThat(before == null || now - before >= 500).as("two a second").isTrue();
        }
        return true;
    }

    private static Site at(Share share) {
        return Optional.ofNullable(share.at).orElseThrow();
    }

    private void lookAround() {
        assertThat(running).hasSize(scheduler.running()).hasSizeLessThanOrEqualTo(settings.attempts());
        Map<Site, Integer> bySite = new HashMap<>();
        Map<Lane, Integer> byLane = new HashMap<>();
        for (Share share : running) {
            bySite.merge(at(share), 1, Integer::sum);
            byLane.merge(at(share).lane, 1, Integer::sum);
        }
        byLane.values().forEach(n -> assertThat(n).isLessThanOrEqualTo(settings.attemptsPerServer()));
        Map<Lane, Integer> unproven = new HashMap<>();
        bySite.forEach((site, n) -> {
            assertThat(n).isEqualTo(site.running).isLessThanOrEqualTo(site.policy.most());
            assertThat(site.concurrency.limit()).isBetween(1, site.policy.most());
            unproven.merge(site.lane, site.isProven() ? 0 : n, Integer::sum);
        });
        unproven.forEach((lane, n) -> assertThat(lane.unproven).isEqualTo(n));
    }
}

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
            "recipients-per-attempt", "4");

    private final QueueSettings settings = Settings.read(QueueSettings.class, BOUNDS);
    private final Scheduler scheduler = new Scheduler(settings);
    private final List<Share> running = new ArrayList<>();
    private final List<Mail> held = new ArrayList<>();
    private final List<Mail> alive = new ArrayList<>();
    private long now;
    private int serial;
    private long sent;
    private long ended;

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
        scheduler.await(mail, site == 0 ? Destination.LOCAL : new Destination("mx:" + site), numbers, 0, now);
        alive.add(mail);
        sent += numbers.length;
    }

    private void end(Share share, SplittableRandom entropy) {
        int[] numbers = share.numbers();
        switch (entropy.nextInt(6)) {
            case 0 -> end(share, numbers, Scheduler.Health.DOWN);
            case 1 -> end(share, numbers, Scheduler.Health.UNCLEAR);
            case 2 -> end(share, new int[] {numbers[0]}, Scheduler.Health.WORKS);
            default -> end(share, new int[0], Scheduler.Health.WORKS);
        }
    }

    private void end(Share share, int[] remaining, Scheduler.Health health) {
        ended += share.size() - remaining.length;
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
            assertThat(share.get().size()).isLessThanOrEqualTo(settings.recipientsPerAttempt());
            running.add(share.get());
        }
    }

    private void lookAround() {
        assertThat(running).hasSize(scheduler.running()).hasSizeLessThanOrEqualTo(settings.attempts());
        Map<Site, Integer> bySite = new HashMap<>();
        Map<Lane, Integer> byLane = new HashMap<>();
        for (Share share : running) {
            bySite.merge(share.site, 1, Integer::sum);
            byLane.merge(share.site.lane, 1, Integer::sum);
        }
        byLane.values().forEach(n -> assertThat(n).isLessThanOrEqualTo(settings.attemptsPerServer()));
        bySite.forEach((site, n) -> {
            int most = site.destination.equals(Destination.LOCAL) ? settings.localMost() : settings.destinationMost();
            assertThat(n).isEqualTo(site.running).isLessThanOrEqualTo(most);
        });
    }
}

package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Wishes;

class SchedulerTest {
    private static final Destination A = new Destination("smtp://a.example");
    private static final Destination B = new Destination("smtp://b.example");
    private static final TenantId BIG = new TenantId("big");
    private static final TenantId SMALL = new TenantId("small");
    private static final ServerId OTHER = new ServerId("dedicated");

    private int serial;

    private static Scheduler scheduler(String... settings) {
        return new Scheduler(settings(settings));
    }

    private static QueueSettings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.read(QueueSettings.class, values);
    }

    private Mail add(Scheduler scheduler, TenantId tenant, Destination destination, long due) {
        return add(scheduler, tenant, ServerId.DEFAULT, destination, due);
    }

    private Mail add(Scheduler scheduler, TenantId tenant, ServerId server, Destination destination, long due) {
        Mail mail = scheduler.add(QueueId.of(0, 0, serial++), tenant, server);
        mail.open = 1;
        scheduler.await(mail, destination, new int[] {0}, 0, due);
        return mail;
    }

    private static List<Share> all(Scheduler scheduler, long now) {
        List<Share> going = new ArrayList<>();
        for (Optional<Share> share = scheduler.next(now); share.isPresent(); share = scheduler.next(now)) {
            going.add(share.get());
        }
        return going;
    }

    private static void done(Scheduler scheduler, Share share, long now) {
        scheduler.ended(share, new int[0], Scheduler.Health.WORKS, 0, now);
    }

    @Test
    void triesNothingBeforeItIsDue() {
        Scheduler scheduler = scheduler();
        add(scheduler, BIG, A, 1000);

        assertThat(scheduler.next(999)).isEmpty();
        assertThat(scheduler.nextDue()).isEqualTo(1000);
        assertThat(scheduler.next(1000)).isPresent();
        assertThat(scheduler.next(1000)).isEmpty();
    }

    /** RFC 6710 §7; but not before another tenant's turn. */
    @Test
    void theUrgentGoFirstAndThePatientLastAmongTheirTenantsOwn() {
        Scheduler scheduler = scheduler("destination-start", "1", "destination-most", "1");
        for (int priority : new int[] {-4, 0, 4, 9, 0, -1}) {
            add(scheduler, BIG, A, 0, priority);
        }
        Mail other = add(scheduler, SMALL, A, 0, 0);
        List<Mail> order = new ArrayList<>();
        for (Optional<Share> share = scheduler.next(0); share.isPresent(); share = scheduler.next(0)) {
            order.add(share.get().mail);
            done(scheduler, share.get(), 0);
        }
        assertThat(order.indexOf(other)).isLessThanOrEqualTo(1);
        order.remove(other);
        assertThat(order).extracting(Mail::urgency).containsExactly(1, 1, 0, 0, -1, -1);
    }

    private Mail add(Scheduler scheduler, TenantId tenant, Destination destination, long due, int priority) {
        Mail mail = scheduler.add(QueueId.of(0, 0, serial++), tenant, ServerId.DEFAULT);
        mail.open = 1;
        mail.wishes(new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE.with(new Wishes(false, Optional.empty(), Optional.empty(), priority)),
                List.of(),
                tenant,
                ServerId.DEFAULT,
                Instant.EPOCH,
                ""));
        scheduler.await(mail, destination, new int[] {0}, 0, due);
        return mail;
    }

    @Test
    void keepsADestinationWithinItsBoundAndLetsItGrowWithSuccess() {
        Scheduler scheduler = scheduler("destination-start", "2", "destination-most", "3");
        for (int i = 0; i < 10; i++) {
            add(scheduler, BIG, A, 0);
        }

        List<Share> first = all(scheduler, 0);
        assertThat(first).hasSize(2);
        done(scheduler, first.get(0), 0);
        assertThat(all(scheduler, 0)).hasSize(2);
        done(scheduler, first.get(1), 0);
        assertThat(all(scheduler, 0)).as("three is the most").hasSize(1);
    }

    @Test
    void aFullDestinationDoesNotKeepAnotherWaiting() {
        Scheduler scheduler = scheduler("destination-start", "1");
        add(scheduler, BIG, A, 0);
        add(scheduler, BIG, A, 0);
        Mail other = add(scheduler, BIG, B, 0);

        assertThat(all(scheduler, 0)).extracting(share -> share.mail).hasSize(2).contains(other);
    }

    @Test
    void aTenantWithOneMessageDoesNotWaitForTheTenThousandOfAnother() {
        Scheduler scheduler = scheduler("destination-start", "1", "destination-most", "1");
        for (int i = 0; i < 10_000; i++) {
            add(scheduler, BIG, A, 0);
        }
        Share running = scheduler.next(0).orElseThrow();
        Mail small = add(scheduler, SMALL, A, 1);

        done(scheduler, running, 1);
        Share second = scheduler.next(1).orElseThrow();
        done(scheduler, second, 1);
        Share third = scheduler.next(1).orElseThrow();

        assertThat(List.of(second.mail, third.mail)).contains(small);
    }

    @Test
    void norForTenThousandOfAnotherToAsManyDestinations() {
        Scheduler scheduler = scheduler("attempts", "1");
        for (int i = 0; i < 10_000; i++) {
            add(scheduler, BIG, new Destination("smtp://" + i), 0);
        }
        Share running = scheduler.next(0).orElseThrow();
        Mail small = add(scheduler, SMALL, A, 1);

        done(scheduler, running, 1);
        Share second = scheduler.next(1).orElseThrow();
        done(scheduler, second, 1);
        Share third = scheduler.next(1).orElseThrow();

        assertThat(List.of(second.mail, third.mail)).contains(small);
    }

    @Test
    void aServersLaneDoesNotWaitForAnothers() {
        Scheduler scheduler = scheduler("attempts-per-server", "2");
        for (int i = 0; i < 100; i++) {
            add(scheduler, BIG, new Destination("smtp://" + i), 0);
        }
        Mail dedicated = add(scheduler, BIG, OTHER, A, 0);

        assertThat(all(scheduler, 0)).hasSize(3).extracting(share -> share.mail).contains(dedicated);
    }

    @Test
    void aDestinationThatIsDownRestsLongerEachTimeAndThenTriesOneAlone() {
        Scheduler scheduler = scheduler("rest-first", "10s", "rest-most", "25s");
        for (int i = 0; i < 10; i++) {
            add(scheduler, BIG, A, 0);
        }
        all(scheduler, 0).forEach(share -> scheduler.ended(share, new int[] {0}, Scheduler.Health.DOWN, 1_000_000, 0));

        assertThat(all(scheduler, 9_999)).isEmpty();
        assertThat(scheduler.nextDue()).isEqualTo(10_000);
        List<Share> probe = all(scheduler, 10_000);
        assertThat(probe).hasSize(1);
        scheduler.ended(probe.getFirst(), new int[] {0}, Scheduler.Health.DOWN, 1_000_000, 10_000);
        assertThat(all(scheduler, 29_999)).isEmpty();
        probe = all(scheduler, 30_000);
        assertThat(probe).hasSize(1);
        scheduler.ended(probe.getFirst(), new int[] {0}, Scheduler.Health.DOWN, 1_000_000, 30_000);
        assertThat(all(scheduler, 54_999)).isEmpty();
        probe = all(scheduler, 55_000);
        assertThat(probe).as("25 s is the longest rest").hasSize(1);
        done(scheduler, probe.getFirst(), 55_000);
        assertThat(all(scheduler, 55_000)).as("it is up again").hasSize(2);
    }

    @Test
    void whatExpiresBehindADestinationThatRestsIsFoundWithoutAnAttempt() {
        Scheduler scheduler = scheduler("rest-first", "1h", "rest-most", "1h", "expire-after", "1d");
        long day = Duration.ofDays(1).toMillis();
        for (int i = 0; i < 5; i++) {
            add(scheduler, BIG, A, 0);
        }
        all(scheduler, 0)
                .forEach(share -> scheduler.ended(share, new int[] {0}, Scheduler.Health.UNCLEAR, day - 10, 0));
        Share probe = scheduler.next(day - 10).orElseThrow();
        scheduler.ended(probe, new int[] {0}, Scheduler.Health.DOWN, 2 * day, day - 10);
        all(scheduler, day - 5);

        assertThat(scheduler.expired(day - 1, 100)).isEmpty();
        assertThat(scheduler.expired(day, 100)).hasSize(4);
    }

    @Test
    void holdsReleasesRetriesAndRemoves() {
        Scheduler scheduler = scheduler();
        Mail mail = add(scheduler, BIG, A, 1000);

        scheduler.hold(mail);
        assertThat(all(scheduler, 2000)).isEmpty();
        scheduler.release(mail, 2000);
        Share share = scheduler.next(2000).orElseThrow();
        scheduler.ended(share, new int[] {0}, Scheduler.Health.UNCLEAR, 9000, 2000);
        scheduler.retry(mail, 3000);
        share = scheduler.next(3000).orElseThrow();
        scheduler.hold(mail);
        scheduler.ended(share, new int[] {0}, Scheduler.Health.UNCLEAR, 9000, 3000);
        assertThat(all(scheduler, 9000)).as("held while it ran").isEmpty();
        scheduler.takeOut(mail).forEach(out -> done(scheduler, out, 9000));
        assertThat(scheduler.size()).isZero();
    }

    @Test
    void cutsTheRecipientsOfOneDestinationIntoAttemptsWithinTheBound() {
        Scheduler scheduler = scheduler("recipients-per-attempt", "3");
        Mail mail = scheduler.add(QueueId.of(0, 0, 1), BIG, ServerId.DEFAULT);
        scheduler.await(mail, A, new int[] {0, 1, 2, 3, 4, 5, 6}, 0, 0);

        assertThat(all(scheduler, 0)).extracting(Share::size).containsExactlyInAnyOrder(3, 3, 1);
    }

    /** RFC 5321 §4.5.4.1: also what no try was ever begun for, because others were in vain, goes back in time. */
    @Test
    void whatWasNeverTriedExpiresBehindADestinationThatIsDown() {
        Scheduler scheduler =
                scheduler("rest-first", "1h", "rest-most", "1h", "expire-after", "1d", "destination-start", "1");
        long day = Duration.ofDays(1).toMillis();
        for (int i = 0; i < 5; i++) {
            add(scheduler, BIG, A, 0);
        }
        Share first = scheduler.next(0).orElseThrow();
        assertThat(scheduler.next(0)).isEmpty();
        assertThat(scheduler.expired(day, 100)).as("the site is only full").isEmpty();
        scheduler.ended(first, new int[] {0}, Scheduler.Health.DOWN, 2 * day, day - 10);

        assertThat(scheduler.expired(day - 1, 100)).isEmpty();
        assertThat(scheduler.expired(day, 100)).hasSize(4).allMatch(share -> share.attempts == 0);
    }
}

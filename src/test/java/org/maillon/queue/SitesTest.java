package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;

/** Destinations that have their mail servers in common, and what is learned of those. */
class SitesTest extends SitesRig {
    @Test
    void aFirstMessageToAThousandDomainsOfOneProviderDoesNotOpenAThousandConnections() {
        Scheduler scheduler = scheduler("destination-start", "5", "destination-most", "20");
        for (int i = 0; i < 1000; i++) {
            add(scheduler, mx(i), 0);
        }
        List<Share> going = all(scheduler, 0);
        assertThat(going).hasSize(5);
        assertThat(scheduler.running()).isEqualTo(5);
        assertThat(scheduler.sites()).isEqualTo(1);
        assertThat(Summaries.of(scheduler, 0)).singleElement().satisfies(all -> {
            assertThat(all.destinations()).isEqualTo(1000);
            assertThat(all.recipients()).isEqualTo(1000);
            assertThat(all.site()).hasValueSatisfying(site -> {
                assertThat(site.hosts()).containsExactly("mx1.provider.example", "mx2.provider.example");
                assertThat(site.inWords()).isEqualTo("5 at a time, at most 20");
                assertThat(site.running()).isEqualTo(5);
            });
        });

        int sent = 0;
        while (!going.isEmpty()) {
            assertThat(going).hasSizeLessThanOrEqualTo(20).allMatch(share -> share.attempts == 0);
            done(scheduler, going.removeFirst(), 0);
            sent++;
            going.addAll(all(scheduler, 0));
        }
        assertThat(sent).isEqualTo(1000);
        assertThat(scheduler.size()).isZero();
    }

    @Test
    void oneMessageToManyDomainsOfOneProviderSharesAttemptsWhileItWaits() {
        Scheduler scheduler = scheduler("destination-start", "2", "recipients-per-attempt", "50");
        Mail mail = scheduler.add(QueueId.of(0, 0, 0), TenantId.DEFAULT, ServerId.DEFAULT);
        for (int i = 0; i < 101; i++) {
            scheduler.await(mail, mx(i), new int[] {i}, 0, 0);
        }
        List<Share> going = all(scheduler, 0);
        assertThat(going).hasSize(2);
        done(scheduler, going.getFirst(), 0);

        List<Share> more = all(scheduler, 0);
        assertThat(more).extracting(share -> share.tried().length).containsExactly(50, 49);
        Share half = more.getFirst();
        int[] later = {half.tried()[7], half.tried()[30]};
        scheduler.ended(half, later, Scheduler.Health.WORKS, 60 * SECOND, 0);
        done(scheduler, more.getLast(), 0);
        done(scheduler, going.getLast(), 0);

        assertThat(all(scheduler, 60 * SECOND - 1)).isEmpty();
        Share last = all(scheduler, 60 * SECOND).getFirst();
        assertThat(last.tried()).containsExactlyInAnyOrder(later);
        assertThat(last.attempts).isEqualTo((char) 1);
        done(scheduler, last, 60 * SECOND);
        assertThat(scheduler.size()).isZero();
    }

    @Test
    void whatIsHeldOrRemovedWhileItsSiteIsLookedForIsNotTried() {
        Scheduler scheduler = scheduler("destination-start", "1");
        Mail held = add(scheduler, mx(1), 0);
        Mail removed = add(scheduler, mx(2), 0);
        Share first = scheduler.next(0).orElseThrow();
        Share second = scheduler.next(0).orElseThrow();
        scheduler.hold(held);
        removed.removed = true;

        assertThat(scheduler.found(first.mail == held ? first : second, PROVIDER, 0))
                .isEqualTo(Scheduler.Found.WAIT);
        assertThat(scheduler.found(first.mail == held ? second : first, PROVIDER, 0))
                .isEqualTo(Scheduler.Found.REMOVED);
        assertThat(scheduler.next(0)).isEmpty();
        scheduler.release(held, 0);
        assertThat(all(scheduler, 0)).hasSize(1);
    }

    @Test
    void followsADomainThatMovesAwayFromAServerThatIsDown() {
        Scheduler scheduler = scheduler("rest-first", "1h", "rest-most", "1h", "destination-start", "1");
        for (int i = 0; i < 3; i++) {
            add(scheduler, mx(1), 0);
        }
        refused(scheduler, all(scheduler, 0).getFirst(), HOUR / 2, 0);
        assertThat(all(scheduler, HOUR - 1)).as("it rests").isEmpty();

        dns = _ -> "mx.new.example";
        List<Share> probe = all(scheduler, HOUR);
        assertThat(probe)
                .singleElement()
                .satisfies(share -> assertThat(site(share).name).isEqualTo("mx.new.example"));
        done(scheduler, probe.getFirst(), HOUR);
        assertThat(all(scheduler, HOUR)).as("and the others follow").hasSize(2);
        assertThat(scheduler.sites())
                .as("the old one is remembered for a while")
                .isEqualTo(2);
    }

    @Test
    void theDnsOfOneDomainThatFailsRestsNoProvider() {
        Scheduler scheduler = scheduler();
        add(scheduler, mx(1), 0);
        done(scheduler, all(scheduler, 0).getFirst(), 0);
        Mail good = add(scheduler, mx(2), 0);
        Mail bad = add(scheduler, mx(1), 0);
        Destination failing = mx(1);
        dns = destination -> destination.equals(failing) ? failing.key() : PROVIDER;

        for (Share share : all(scheduler, 0)) {
            if (share.mail == bad) {
                refused(scheduler, share, HOUR, 0);
            } else {
                assertThat(share.mail).isSameAs(good);
                done(scheduler, share, 0);
            }
        }
        add(scheduler, mx(3), 0);
        assertThat(all(scheduler, 0)).hasSize(1);
    }

    @Test
    void aPeerThatTakesThreeAtATimeGetsThree() {
        Scheduler scheduler = scheduler();
        for (int i = 0; i < 4000; i++) {
            add(scheduler, mx(i % 50), 0);
        }
        List<Share> taken = new ArrayList<>();
        int refusals = 0;
        long now = 0;
        for (int step = 0; step < 3000; step++) {
            now += SECOND;
            for (Share share : all(scheduler, now)) {
                if (taken.size() < 3) {
                    taken.add(share);
                } else {
                    refusals++;
                    scheduler.ended(share, share.tried(), Scheduler.Health.BUSY, now + 60 * SECOND, now);
                }
            }
            if (!taken.isEmpty()) {
                done(scheduler, taken.removeFirst(), now);
            }
            assertThat(taken).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(4000 - scheduler.size()).as("delivered").isGreaterThan(2900);
        assertThat(refusals).isLessThan(100);
    }

    @Test
    void whoIsSlowToFailLeavesRoomForThoseThatAnswer() {
        Scheduler scheduler = scheduler("attempts", "10", "attempts-per-server", "10", "unproven-share", "60");
        dns = Destination::key;
        for (int i = 0; i < 100; i++) {
            add(scheduler, mx(i), 0); // none of them ever answers
        }
        assertThat(all(scheduler, 0)).as("of ten").hasSize(6);
        Mail good = add(scheduler, Destination.LOCAL, 0);
        assertThat(all(scheduler, 0)).extracting(share -> share.mail).containsExactly(good);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "50, 5", "99, 10", "100, 10"})
    void theShareOfTheUnprovenIsInPercentRoundedUp(String percent, int most) {
        Scheduler scheduler = scheduler("attempts", "10", "attempts-per-server", "10", "unproven-share", percent);
        dns = Destination::key;
        for (int i = 0; i < 20; i++) {
            add(scheduler, mx(i), 0);
        }
        List<Share> going = all(scheduler, 0);
        assertThat(going).hasSize(most);
        int tried = 0;
        while (!going.isEmpty()) {
            refused(scheduler, going.removeFirst(), HOUR, 0);
            tried++;
            going.addAll(all(scheduler, 0));
            assertThat(going).hasSizeLessThanOrEqualTo(most);
        }
        assertThat(tried).as("each gets its turn").isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 3", "4, 4"})
    void asksDnsForNoMoreDestinationsAtATimeThanTheBound(String findings, int most) {
        Scheduler scheduler = scheduler("findings", findings);
        for (int i = 0; i < 10; i++) {
            add(scheduler, mx(i), 0);
        }
        int asking = 0;
        while (scheduler.next(0).isPresent()) {
            asking++;
        }
        assertThat(asking).isEqualTo(most);
    }

    @Test
    void anHourLongDeadDestinationCostsOthersNothing() {
        Scheduler scheduler = scheduler("attempts", "50", "attempts-per-server", "50");
        dns = destination -> destination.equals(mx(0))
                ? "mx.dead.example"
                : "mx." + destination.key().substring(3);
        for (int i = 0; i < 5000; i++) {
            add(scheduler, mx(0), 0);
        }
        Map<Share, Long> hanging = new HashMap<>();
        int tries = 0;
        long longest = 0;
        for (long now = 0; now < HOUR; now += SECOND) {
            add(scheduler, mx(1 + (int) (now / SECOND) % 10), now);
            for (Share share : all(scheduler, now)) {
                if (share.destination().equals(mx(0))) {
                    tries++;
                    hanging.put(share, now + 150 * SECOND); // five addresses, half a minute each
                } else {
                    longest = Math.max(longest, now - share.due);
                    done(scheduler, share, now);
                }
            }
            for (Share share : List.copyOf(hanging.keySet())) {
                if (hanging.getOrDefault(share, 0L) <= now) {
                    hanging.remove(share);
                    refused(scheduler, share, now + 60 * SECOND, now);
                }
            }
            assertThat(hanging).hasSizeLessThanOrEqualTo(5);
        }
        assertThat(longest).as("no other waits").isZero();
        assertThat(scheduler.size()).isEqualTo(5000);
        assertThat(tries).as("connections to the dead one in an hour").isLessThan(16);
    }

    @Test
    void aRateHoldsForAllDomainsOfASiteAndOverAQuietTime() {
        rules.add(new SiteSetting("*.provider.example", 2, "1/10s"));
        Scheduler scheduler = scheduler();
        for (int i = 0; i < 4; i++) {
            add(scheduler, mx(i), 0);
        }
        List<Long> starts = new ArrayList<>();
        for (long now = 0; now <= 60 * SECOND; now += SECOND / 2) {
            for (Share share : all(scheduler, now)) {
                starts.add(now / SECOND);
                done(scheduler, share, now);
                if (starts.size() == 4) {
                    add(scheduler, mx(9), now); // nothing else waits meanwhile
                }
            }
        }
        assertThat(starts).containsExactly(0L, 10L, 20L, 30L, 40L);
    }
}

package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose rule holds for a site, and what makes it rest. */
class SiteRulesTest extends SitesRig {
    @Test
    void rulesAreForHostsBelowANameForOneHostOrForADestination() {
        rules.add(new SiteSetting("mx.one.example", 1, ""));
        rules.add(new SiteSetting("*.provider.example", 2, ""));
        rules.add(new SiteSetting("mx:domain-7.example", 3, ""));
        rules.add(new SiteSetting("smtp://relay.example:25", 4, ""));
        Scheduler scheduler = scheduler("destination-start", "5");
        dns = destination -> destination.equals(mx(1)) ? "mx.one.example" : PROVIDER;
        Destination relay = new Destination("smtp://relay.example:25");
        for (int i = 0; i < 10; i++) {
            List.of(mx(1), mx(2), mx(7), relay).forEach(destination -> add(scheduler, destination, 0));
        }
        Map<Destination, Integer> going = new HashMap<>();
        all(scheduler, 0).forEach(share -> going.merge(share.destination(), 1, Integer::sum));

        assertThat(going).containsExactlyInAnyOrderEntriesOf(Map.of(mx(1), 1, mx(2), 2, mx(7), 3, relay, 4));
    }

    @Test
    void whatWasLearnedIsRememberedForAWhileAndThenForgotten() {
        Scheduler scheduler = scheduler("sites-for", "10m", "destination-start", "4");
        for (int i = 0; i < 6; i++) {
            add(scheduler, mx(1), 0);
        }
        List<Share> going = all(scheduler, 0);
        done(scheduler, going.get(0), 0);
        scheduler.ended(going.get(1), new int[0], Scheduler.Health.BUSY, 0, 0);
        going.subList(2, 4).forEach(share -> done(scheduler, share, 0));
        all(scheduler, 0).forEach(share -> done(scheduler, share, 0));
        assertThat(scheduler.size()).isZero();

        all(scheduler, 600 * SECOND - 1);
        assertThat(scheduler.sites()).isEqualTo(1);
        all(scheduler, 600 * SECOND);
        assertThat(scheduler.sites()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"9, 9", "10, 10", "11, 10"})
    void remembersNoMoreSitesThanTheBoundWhileNothingIsTriedThere(int domains, int remembered) {
        Scheduler scheduler = scheduler("sites-remembered", "10");
        dns = Destination::key;
        for (int i = 0; i < domains; i++) {
            add(scheduler, mx(i), 0);
        }
        all(scheduler, 0).forEach(share -> refused(scheduler, share, HOUR, 0));

        assertThat(scheduler.sites()).isEqualTo(remembered);
        assertThat(all(scheduler, HOUR)).as("and finds the others anew").hasSize(domains);
    }

    /** They end without a word that proves them, and kept their room among themselves. */
    @Test
    void sitesThatEndUnclearLeaveTheirRoomToThoseThatWaitedLonger() {
        Scheduler scheduler = scheduler("attempts", "10", "attempts-per-server", "10", "unproven-share", "60");
        dns = Destination::key;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 50; i++) {
                add(scheduler, mx(i), 0);
            }
        }
        List<Share> going = all(scheduler, 0);
        Set<Destination> tried = new HashSet<>();
        for (int ended = 0; ended < 60; ended++) {
            Share share = going.removeFirst();
            tried.add(share.destination());
            scheduler.ended(share, share.tried(), Scheduler.Health.UNCLEAR, HOUR, 0);
            going.addAll(all(scheduler, 0));
            assertThat(going).hasSize(6);
        }
        assertThat(tried).hasSize(50);
    }

    @ParameterizedTest(name = "{0}: {1} of another sender goes at once")
    @CsvSource({"LESS, 1", "BUSY, 0"})
    void aServerThatHangsUpOverOneMessagesContentRestsForNobody(Scheduler.Health health, int going) {
        Scheduler scheduler = scheduler();
        add(scheduler, mx(1), 0);
        Share share = all(scheduler, 0).getFirst();
        scheduler.ended(share, share.tried(), health, HOUR, 0);

        add(scheduler, mx(2), 0);

        assertThat(all(scheduler, 0)).hasSize(going);
    }

    @ParameterizedTest(name = "{0}: {1} at a time")
    @CsvSource(delimiter = '|', textBlock = """
            mx1.provider.example,mx2.provider.example | 2
            mx1.provider.example,mx.evil.example      | 5
            mx.evil.example,mx.one.example            | 5
            mx.one.example                            | 1
            """)
    void aDomainThatNamesAHostOfOthersAmongItsOwnDoesNotBorrowTheirRule(String hosts, int atATime) {
        rules.add(new SiteSetting("mx.one.example", 1, ""));
        rules.add(new SiteSetting("*.provider.example", 2, ""));
        Scheduler scheduler = scheduler("destination-start", "5");
        dns = _ -> hosts;
        for (int i = 0; i < 10; i++) {
            add(scheduler, mx(i), 0);
        }

        assertThat(all(scheduler, 0)).hasSize(atATime);
    }
}

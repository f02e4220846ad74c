package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.queue.QueueWorld.deferred;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;

/** Destinations that moved to other servers while they waited to be tried along with those they had shared theirs with. */
class StraysTest {
    private static final String PROVIDER = "mx1.provider.example,mx2.provider.example";

    private Function<Destination, String> dns = _ -> PROVIDER;

    private static Scheduler scheduler() {
        return new Scheduler(
                Settings.read(QueueSettings.class, Map.of("destination-start", "1", "destination-most", "1")));
    }

    private static Destination mx(int number) {
        return new Destination("mx:domain-" + number + ".example");
    }

    /** All that go, their sites found. */
    private List<Share> all(Scheduler scheduler, long now) {
        List<Share> going = new ArrayList<>();
        for (Optional<Share> share = scheduler.next(now); share.isPresent(); share = scheduler.next(now)) {
            Share next = share.get();
            if (scheduler.found(next, dns.apply(next.destination()), now) == Scheduler.Found.GO) {
                going.add(next);
            }
        }
        return going;
    }

    private static void done(Scheduler scheduler, Share share, long now) {
        scheduler.ended(share, new int[0], Scheduler.Health.WORKS, 0, now);
    }

    private static Site site(Share share) {
        return Optional.ofNullable(share.at).orElseThrow();
    }

    @Test
    void aDomainThatMovedGoesBackFromAnAttemptThatTookItAlong() {
        Scheduler scheduler = scheduler();
        Mail mail = scheduler.add(QueueId.of(0, 0, 0), TenantId.DEFAULT, ServerId.DEFAULT);
        for (int i = 0; i < 4; i++) {
            scheduler.await(mail, mx(i), new int[] {i}, 0, 0);
        }
        done(scheduler, all(scheduler, 0).getFirst(), 0);
        Share first = all(scheduler, 0).getFirst();
        Share along = Optional.ofNullable(first.next).orElseThrow();
        Destination moved = along.destination();
        assertThat(first.tried()).hasSize(3);

        assertThat(scheduler.found(first, along, PROVIDER, 0)).isFalse();
        assertThat(first.tried()).hasSize(3);
        assertThat(scheduler.found(first, along, "mx.new.example", 0)).isTrue();
        assertThat(first.tried()).hasSize(2);
        dns = destination -> destination.equals(moved) ? "mx.new.example" : PROVIDER;
        List<Share> others = all(scheduler, 0);
        assertThat(others).singleElement().satisfies(share -> {
            assertThat(share.destination()).isEqualTo(moved);
            assertThat(share.attempts).as("it was no try").isEqualTo((char) 0);
            assertThat(site(share).name).isEqualTo("mx.new.example");
        });
        done(scheduler, others.getFirst(), 0);
        done(scheduler, first, 0);
        assertThat(scheduler.size()).isZero();
    }

    /** Else one site's answer would be taken for another's. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDomainThatMovedAwayIsNotTriedAlongWithThoseItSharedServersWith(boolean moves) {
        try (QueueWorld world = new QueueWorld("retry-after", "1h").start()) {
            world.servers = _ -> "mx.shared.example";
            world.script("ada@one.example", deferred());
            world.script("bea@two.example", deferred());
            world.send("ada@one.example", "bea@two.example");
            Awaitility.await().until(() -> recipients(world) == 2);
            world.untilIdle();
            int before = world.carried.size();
            if (moves) {
                world.servers = destination ->
                        destination.key().endsWith("two.example") ? "mx.new.example" : "mx.shared.example";
            }
            world.pass(Duration.ofMinutes(61));
            world.untilEmpty();

            assertThat(world.carried.subList(before, world.carried.size()))
                    .extracting(carried -> carried.attempt().recipients().size())
                    .containsExactlyElementsOf(moves ? List.of(1, 1) : List.of(2));
        }
    }

    private static int recipients(QueueWorld world) {
        return world.carried.stream()
                .mapToInt(carried -> carried.attempt().recipients().size())
                .sum();
    }
}

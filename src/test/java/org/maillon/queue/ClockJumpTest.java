package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.queue.TraceLine.Kind;

/** A clock that jumps by a year either way, beside one that goes on steadily. */
class ClockJumpTest {
    private final AtomicLong jumps = new AtomicLong();

    private QueueWorld world(String... settings) {
        return new QueueWorld(jumps, settings);
    }

    @ParameterizedTest
    @ValueSource(longs = {365, -365})
    void aMessageGrowsNoOlderByAClockThatIsSet(long days) {
        try (QueueWorld world = world("retry-after", "1h", "expire-after", "5h").start()) {
            world.script("ada@there.example", QueueWorld.deferred(), QueueWorld.deferred(), QueueWorld.deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            jumps.addAndGet(Duration.ofDays(days).toMillis());
            world.pass(Duration.ofMinutes(59));
            assertThat(world.carried).as("it waits as long as it would have").hasSize(1);
            world.pass(Duration.ofMinutes(2));
            world.untilCarried(2);
            world.untilIdle();
            assertThat(world.kinds(id)).doesNotContain(Kind.EXPIRED);
            world.untilEmpty(Duration.ofMinutes(10));

            assertThat(world.kinds(id)).contains(Kind.DELIVERED).doesNotContain(Kind.EXPIRED);
            assertThat(world.carried).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {365, -365})
    void andIsStillExpiredInTime(long days) {
        try (QueueWorld world = world("retry-after", "1h", "expire-after", "5h").start()) {
            Result[] never = new Result[20];
            java.util.Arrays.fill(never, QueueWorld.deferred());
            world.script("ada@there.example", never);
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            jumps.addAndGet(Duration.ofDays(days).toMillis());
            Instant before = world.now();
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
                world.pass(Duration.ofMinutes(10));
                world.untilIdle(); // a try takes no time of that clock, however busy the machine is
                return world.kinds(id).contains(Kind.EXPIRED);
            });

            assertThat(Duration.between(before, world.now())).isBetween(Duration.ofHours(4), Duration.ofHours(30));
            assertThat(world.carried.stream()
                            .filter(it -> it.attempt().id().equals(id))
                            .count())
                    .isBetween(5L, 7L);
        }
    }

    @Test
    void whatWasWrittenDownByAClockThatWasAheadIsTriedAfterTheLongestWait() {
        try (QueueWorld world = world("retry-after", "1h", "retry-jitter", "0").start()) {
            world.script("ada@there.example", QueueWorld.deferred());
            jumps.set(Duration.ofDays(365).toMillis());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            jumps.set(0);
            world.restart();
            world.pass(Duration.ofMinutes(61));
            world.untilCarried(2);
            world.untilEmpty();

            assertThat(world.kinds(id)).contains(Kind.DELIVERED);
        }
    }

    @Test
    void whatBecameOldWhileNobodyRanIsTriedBeforeItExpires() {
        try (QueueWorld world = world("retry-after", "1h", "rest-first", "1h", "rest-most", "1h")
                .start()) {
            world.script("ada@there.example", QueueWorld.deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            jumps.set(Duration.ofDays(365).toMillis());
            world.restart();
            world.untilCarried(2);
            world.untilEmpty();

            assertThat(world.kinds(id)).contains(Kind.DELIVERED).doesNotContain(Kind.EXPIRED);
        }
    }

    /** It was counted twice: once by the clock, once as what happened was told. */
    @ParameterizedTest
    @ValueSource(longs = {365, -365})
    void aClockThatIsSetDuringAnAttemptLetsNobodyWait(long days) {
        try (QueueWorld world = world("retry-after", "1h").start()) {
            world.script("list@here.example", QueueWorld.expanded("ada@there.example"));
            AtomicLong once = new AtomicLong(Duration.ofDays(days).toMillis());
            world.meanwhile = () -> jumps.addAndGet(once.getAndSet(0));
            QueueId id = world.send("list@here.example");
            world.untilCarried(2);
            world.untilEmpty();

            assertThat(world.kinds(id)).contains(Kind.DELIVERED);
        }
    }
}

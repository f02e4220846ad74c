package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;

/** Those who guess in many sessions at once: as many tries as one after another. */
class TriesAtOnceTest {
    private static final String ADA = "ada@example.org";
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.1");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final List<Duration> waits = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private final Pauses noting = new Pauses() {
        @Override
        public boolean pause(CountDownLatch until, Duration time) {
            waits.add(time);
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return false;
        }

        @Override
        public boolean nap(CountDownLatch until, Duration time) {
            return pause(until, time);
        }
    };
    private final InstantSource clock = () -> Instant.parse("2026-11-23T12:00:00Z");
    private final Guard guard =
            new Guard(new ModelStore(), new Guard.Time(clock, clock, noting), Settings.defaults(GuardSettings.class));

    private void fail(InetAddress from, String login, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(from, login);
        }
    }

    private static InetAddress address(int number) {
        return InetAddress.ofLiteral("192.0.2." + number);
    }

    private LogInGate.Entry enterAndLeave(InetAddress from, String login) {
        LogInGate.Entry entry = guard.enter(from, login);
        guard.leave(from, login, entry);
        return entry;
    }

    private static boolean isOpen(LogInGate.Entry entry) {
        return entry instanceof LogInGate.Entry.Open;
    }

    /** Two hundred sessions that send a password each before the first has failed. */
    @Test
    void manyTriesAtOnceAreNoMoreThanOneAfterAnother() {
        List<LogInGate.Entry> open = IntStream.range(0, 200)
                .mapToObj(i -> guard.enter(STRANGER, "x" + i + "@example.org"))
                .filter(TriesAtOnceTest::isOpen)
                .toList();
        assertThat(open).hasSize(10);
        fail(STRANGER, ADA, 10);
        open.forEach(entry -> guard.leave(STRANGER, ADA, entry));
        assertThat(isOpen(guard.enter(STRANGER, ADA))).isFalse();
        assertThat(guard.blocks()).extracting(Block::whom).containsExactly("203.0.113.9");
    }

    /** An office behind one address that comes to work, and a key that programs use all day. */
    @Test
    void aTryThatDoesNotFailIsGivenBack() {
        fail(STRANGER, "bob@example.org", 9);
        for (int i = 0; i < 100; i++) {
            assertThat(isOpen(enterAndLeave(STRANGER, i % 2 == 0 ? ADA : ""))).isTrue();
        }
    }

    @Test
    void whoTriesWhileTooManyAreUnderWayWaitsForOneToEnd() {
        fail(STRANGER, "bob@example.org", 9);
        LogInGate.Entry first = guard.enter(STRANGER, ADA);
        meanwhile = () -> guard.leave(STRANGER, ADA, first);
        assertThat(isOpen(guard.enter(STRANGER, "bob@example.org"))).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(50));
        LogInGate.Entry third = guard.enter(STRANGER, "bob@example.org");
        assertThat(third).as("none ends").isInstanceOf(LogInGate.Entry.Shut.class);
        assertThat(waits).hasSizeBetween(50, 150);
    }

    @Test
    void whoWaitedForATurnIsBlockedByThoseWhoFailedMeanwhile() {
        fail(STRANGER, "bob@example.org", 9);
        LogInGate.Entry first = guard.enter(STRANGER, "bob@example.org");
        meanwhile = () -> {
            guard.failed(STRANGER, "bob@example.org");
            guard.leave(STRANGER, "bob@example.org", first);
        };
        assertThat(guard.enter(STRANGER, ADA)).isInstanceOf(LogInGate.Entry.Narrow.class);
    }

    @Test
    void blocksAreReadAgainAfterTheWait() {
        fail(STRANGER, ADA, 1);
        meanwhile = () -> IntStream.rangeClosed(1, 20).forEach(i -> guard.failed(address(i), ADA));
        assertThat(guard.mayTry(STRANGER, ADA)).isPresent();
        assertThat(waits).hasSize(1);
    }

    @Test
    void manyTriesOfOneAccountAtOnceAreNoMoreEither() {
        guard.succeeded(HOME, ADA);
        assertThat(IntStream.rangeClosed(1, 40).filter(i -> isOpen(guard.enter(address(i), ADA))))
                .hasSize(20);
        assertThat(isOpen(guard.enter(address(40), "bob@example.org"))).isTrue();
        assertThat(isOpen(guard.enter(HOME, ADA)))
                .as("a stranger locks nobody out")
                .isTrue();
    }

    @Test
    void loopbackMayTryAtOnceAsMuchAsItLikes() {
        assertThat(IntStream.range(0, 200).filter(_ -> isOpen(guard.enter(LOOPBACK, ADA))))
                .hasSize(200);
    }
}

package org.maillon.submit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts that fall out with time. */
class WindowTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void whatIsCountedStaysForTheLengthAndLessThanASlotMore() {
        Window window = Window.ofHour();
        window.add(NOON.plusSeconds(59), 2);
        assertThat(window.count(NOON.plus(Duration.ofMinutes(60)).plusSeconds(59)))
                .isEqualTo(2);
        assertThat(window.count(NOON.plus(Duration.ofMinutes(61)))).isZero();
    }

    @Test
    void saysWhenThereIsRoomAgain() {
        Window window = Window.ofHour();
        window.add(NOON, 2);
        window.add(NOON.plus(Duration.ofMinutes(10)), 3);
        Instant now = NOON.plus(Duration.ofMinutes(20));
        assertThat(window.below(6, now)).isEqualTo(now);
        assertThat(window.below(5, now)).isEqualTo(NOON.plus(Duration.ofMinutes(61)));
        assertThat(window.below(4, now)).isEqualTo(NOON.plus(Duration.ofMinutes(61)));
        assertThat(window.below(3, now)).isEqualTo(NOON.plus(Duration.ofMinutes(71)));
        assertThat(window.below(1, now)).isEqualTo(NOON.plus(Duration.ofMinutes(71)));
    }

    @Test
    void aTimeThatGoesBackCountsIntoTheNewestSlot() {
        Window window = Window.ofMinute();
        window.add(NOON, 1);
        window.add(NOON.minus(Duration.ofDays(1)), 1);
        assertThat(window.count(NOON)).isEqualTo(2);
        assertThat(window.count(NOON.plusSeconds(70))).isZero();
    }

    @Test
    void agreesWithAListOfAllMoments() {
        Random random = new Random(5);
        Window window = Window.ofMinute();
        Deque<Instant> all = new ArrayDeque<>();
        Instant now = NOON;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(3) * random.nextLong(20_000));
            window.add(now, 1);
            all.add(now);
            Instant slot = Instant.ofEpochMilli(now.toEpochMilli() / 10_000 * 10_000);
            all.removeIf(when -> when.isBefore(slot.minusSeconds(60)));
            assertThat(window.count(now)).isEqualTo(all.size());
            Instant free = window.below(2, now);
            if (free.isAfter(now)) {
                assertThat(free).isBetween(now, now.plusSeconds(70));
            }
        }
    }
}

package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    @Test
    void goesOnWhileTheTimeOfDayIsSet() {
        Instant[] timeOfDay = {Instant.parse("2026-11-23T13:00:00Z")};
        long[] nanos = {-5};
        SteadyClock clock = new SteadyClock(() -> timeOfDay[0], () -> nanos[0]);
        timeOfDay[0] = Instant.parse("2036-11-23T13:00:00Z");
        nanos[0] += 2_000_000_000L;

        assertThat(clock.instant()).isEqualTo("2026-11-23T13:00:02Z");
    }
}

package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeldomTest {
    @Test
    void isTimeOnceInAMinute() {
        Instant[] now = {Instant.EPOCH};
        Seldom seldom = new Seldom(Duration.ofMinutes(1), () -> now[0]);

        assertThat(seldom.isTime()).isTrue();
        assertThat(seldom.isTime()).isFalse();
        now[0] = now[0].plusMillis(59_999);
        assertThat(seldom.isTime()).isFalse();
        now[0] = now[0].plusMillis(1);
        assertThat(seldom.isTime()).isTrue();
        assertThat(seldom.isTime()).isFalse();
    }
}

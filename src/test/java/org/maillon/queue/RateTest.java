package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({
        "100/1m, 100/1m",
        "100/min, 100/1m",
        "5/s, 5/1s",
        "1/30s, 1/30s",
        "1000/hour, 1000/1h",
        "'10 / 2 min', 10/2m",
        "1/1d, 1/1d",
        "1/day, 1/1d",
        "'', unlimited"
    })
    void readsWhatPeopleWrite(String text, String means) {
        assertThat(Rate.parse(text)).hasToString(means);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100", "/1m", "0/1m", "-1/1m", "100/", "100/0s", "100/fortnight", "many/1m", "1/25h", "1/1m/1"})
    void refusesTheRestWithAnExample(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .hasMessageContaining("'" + text + "' is no rate")
                .hasMessageContaining("100/1m");
    }

    @ParameterizedTest
    @CsvSource({"1/5s, 1, 5000", "100/1m, 100, 60000", "3/1s, 3, 1000", "5000/1s, 5100, 1000"})
    void letsNoMoreGoInAnySuchTime(String rate, int most, int window) {
        Meter meter = new Meter(Rate.parse(rate));
        ArrayDeque<Long> starts = new ArrayDeque<>();
        long all = 0;
        for (long now = 7, until = 7 + 4L * window; now < until; ) {
            starts.add(now);
            all++;
            while (starts.getFirst() <= now - window) {
                starts.removeFirst();
            }
            assertThat(starts).hasSizeLessThanOrEqualTo(most);
            now = Math.max(now, meter.start(now));
        }
        assertThat(all).as("and no less in the long run").isGreaterThanOrEqualTo(most * 4L * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {-31_536_000_000L, 31_536_000_000L})
    void goesOnWithAClockThatIsSet(long by) {
        Meter meter = new Meter(Rate.parse("1/10s"));
        meter.start(1_000_000);
        meter.shift(by);

        assertThat(meter.start(1_010_000 + by)).isEqualTo(1_020_000 + by);
    }
}

package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0B",
        "512, 512, 512B",
        "512B, 512, 512B",
        "1024, 1024, 1KiB",
        "64KiB, 65536, 64KiB",
        "50MiB, 52428800, 50MiB",
        "2GiB, 2147483648, 2GiB",
        "1536KiB, 1572864, 1536KiB",
        "8589934591GiB, 9223372035781033984, 8589934591GiB",
    })
    void readsAndWritesSizes(String text, long octets, String canonical) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(octets)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MiB",
                "-1",
                "-1MiB",
                "1 MiB",
                "1mib",
                "1MB",
                "1.5MiB",
                "8589934592GiB",
                "99999999999999999999",
                "0x10"
            })
    void refusesWhatIsNoSizeAndSaysHowToWriteOne(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("such as 50MiB");
    }

    @Test
    void ordersSizes() {
        assertThat(ByteSize.parse("1KiB")).isLessThan(ByteSize.parse("1025B"));
    }

    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "500ms, 500, 500ms",
        "1500ms, 1500, 1500ms",
        "1000ms, 1000, 1s",
        "90s, 90000, 90s",
        "300s, 300000, 5m",
        "5m, 300000, 5m",
        "4h, 14400000, 4h",
        "5d, 432000000, 5d",
        "48h, 172800000, 2d",
    })
    void readsAndWritesDurations(String text, long millis, String canonical) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(canonical);
        assertThat(Durations.parse(canonical)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "-5s",
                "5 s",
                "5S",
                "1.5h",
                "5w",
                "5ss",
                "99999999999999999999s",
                "9223372036854775807d"
            })
    void refusesWhatIsNoDurationAndSaysHowToWriteOne(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("such as 5m");
    }

    @Test
    void boundsDurationsToWhatIsReckonedWith() {
        assertThat(Durations.parse("36500d")).isEqualTo(Durations.LONGEST);
        assertThatThrownBy(() -> Durations.parse("36501d")).hasMessageContaining("at most 36500d");
        assertThatThrownBy(() -> Durations.parse("9223372036854775807s")).hasMessageContaining("at most 36500d");
    }

    @Test
    void readsNoDigitsButOurs() {
        assertThatThrownBy(() -> Durations.parse("\u0665m")).hasMessageContaining("such as 5m");
    }
}

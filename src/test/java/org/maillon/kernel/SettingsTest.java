package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings.BadValueException;

class SettingsTest {
    enum Preference {
        IPV6_FIRST,
        IPV4_FIRST
    }

    record Sample(
            @Setting(value = "10", doc = "How many.", min = 1, max = 20)
            int maxCount,

            @Setting(value = "5000000000", doc = "More than an int.")
            long many,

            @Setting(value = "0.5", doc = "A share.") double share,

            @Setting(value = "true", doc = "Whether.") boolean on,

            @Setting(value = "here", doc = "A word.") String word,

            @Setting(value = "1KiB", doc = "A size.", min = 1024, max = 2048)
            ByteSize size,

            @Setting(value = "5m", doc = "A time.", min = 1, max = 3600)
            Duration pause,

            @Setting(value = "ipv6-first", doc = "A choice.")
            Preference preference,

            @Setting(value = "a, b", doc = "Words.") List<String> words,

            @Setting(value = "", doc = "Sizes.") List<ByteSize> sizes) {
        Sample {
            if (word.equals("nowhere")) {
                throw new IllegalArgumentException("nowhere is not a place");
            }
        }
    }

    @Test
    void takesTheDefaultsWhereNothingIsSaid() {
        assertThat(Settings.defaults(Sample.class))
                .isEqualTo(new Sample(
                        10,
                        5_000_000_000L,
                        0.5,
                        true,
                        "here",
                        new ByteSize(1024),
                        Duration.ofMinutes(5),
                        Preference.IPV6_FIRST,
                        List.of("a", "b"),
                        List.of()));
    }

    @Test
    void takesWhatIsSaid() {
        Sample sample = Settings.read(
                Sample.class,
                Map.of("max-count", "7", "on", "false", "preference", "ipv4-first", "sizes", "1KiB,2KiB", "words", ""));
        assertThat(sample.maxCount()).isEqualTo(7);
        assertThat(sample.on()).isFalse();
        assertThat(sample.preference()).isEqualTo(Preference.IPV4_FIRST);
        assertThat(sample.sizes()).containsExactly(new ByteSize(1024), new ByteSize(2048));
        assertThat(sample.words()).isEmpty();
    }

    @Test
    void keysAreWrittenWithHyphens() {
        assertThat(Settings.keys(Sample.class)).startsWith("max-count", "many").contains("preference");
    }

    @ParameterizedTest
    @CsvSource({
        "max-count, 1, 20",
        "size, 1024B, 2048B",
        "pause, 1s, 3600s",
    })
    void takesTheBoundsThemselves(String key, String least, String most) {
        Settings.read(Sample.class, Map.of(key, least));
        Settings.read(Sample.class, Map.of(key, most));
    }

    @ParameterizedTest
    @CsvSource({
        "max-count, 0, at least 1",
        "max-count, 21, at most 20",
        "max-count, seven, not a whole number",
        "max-count, 2147483648, not a whole number up to 2147483647",
        "max-count, '', not a whole number",
        "many, 1.5, not a whole number",
        "on, yes, neither true nor false",
        "size, 1023B, at least 1024",
        "size, 2049B, at most 2048",
        "size, 1MB, not a size",
        "pause, 0s, at least 1",
        "pause, 3601s, at most 3600",
        "pause, 5 minutes, not a duration",
        "preference, ipv5, 'none of ipv6-first, ipv4-first'",
        "sizes, '1KiB,x', not a size",
    })
    void refusesABadValueAndNamesItsKey(String key, String text, String words) {
        assertThatThrownBy(() -> Settings.read(Sample.class, Map.of(key, text)))
                .hasMessageContaining(words)
                .asInstanceOf(InstanceOfAssertFactories.type(BadValueException.class))
                .extracting(BadValueException::key)
                .isEqualTo(key);
    }

    @Test
    void aRecordMayRefuseValuesThatDoNotFitTogether() {
        assertThatThrownBy(() -> Settings.read(Sample.class, Map.of("word", "nowhere")))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("nowhere is not a place");
    }
}

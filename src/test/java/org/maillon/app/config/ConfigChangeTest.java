package org.maillon.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {
    private static final Path FILE = Path.of("/etc/maillon/maillon.toml");

    @Test
    void tellsWhatChangesNowFromWhatWaitsForARestart() {
        ConfigChange change = ConfigChange.between(read(""), read("""
                        host-name = "mx.example.org"
                        [submit]
                        max-hops = 50
                        [log]
                        level = "debug"
                        [queue]
                        attempts = 7
                        [[route]]
                        domain = "a.test"
                        via = "discard"
                        """));

        assertThat(change.live()).containsExactly("[[route]]", "[submit] max-hops", "[log] level");
        assertThat(change.pending()).containsExactly("host-name", "[queue] attempts");
        assertThat(change.running().config().submit().maxHops()).isEqualTo(50);
        assertThat(change.running().config().main().hostName()).isEmpty();
        assertThat(change.running().config().queue().attempts()).isNotEqualTo(7);
    }

    @Test
    void saysOnceMoreWhatStillWaitsForARestart() {
        LoadedConfig anew = read("host-name = \"mx.example.org\"");
        ConfigChange first = ConfigChange.between(read(""), anew);

        assertThat(ConfigChange.between(first.running(), anew).pending()).containsExactly("host-name");
    }

    @Test
    void isNothingWhereNothingChanged() {
        ConfigChange change = ConfigChange.between(read("[log]\nlevel = \"info\"\n"), read(""));

        assertThat(change.live()).isEmpty();
        assertThat(change.pending()).isEmpty();
    }

    private static LoadedConfig read(String text) {
        return switch (ConfigReader.parse("maillon.toml", text, FILE)) {
            case ConfigOutcome.Good(LoadedConfig loaded) -> loaded;
            case ConfigOutcome.Bad bad ->
                throw new AssertionError(bad.problems().toString());
        };
    }
}

package org.maillon.app.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.maillon.fuzz.Claim;

/** maillon.toml, whatever stands in it: good, and then written and read again as the same; or every fault with its line. */
public final class ConfigFuzz {
    private static final Path FILE = Path.of("/etc/maillon/maillon.toml");

    private ConfigFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        switch (ConfigReader.parse("maillon.toml", text, FILE)) {
            case ConfigOutcome.Bad(var problems) -> {
                Claim.that(!problems.isEmpty(), "bad without a problem");
                for (Problem problem : problems) {
                    Claim.that(!problem.message().isBlank(), "no words");
                    Claim.that(text.contains("null") || !problem.message().contains("null"), "no word: %s", problem);
                    Claim.that(problem.line() >= 0 && problem.line() <= lines, "line %d of %d", problem.line(), lines);
                }
            }
            case ConfigOutcome.Good(LoadedConfig loaded) -> {
                String written = ConfigText.of(loaded);
                ConfigOutcome again = ConfigReader.parse("maillon.toml", written, FILE);
                Claim.that(again instanceof ConfigOutcome.Good, "what config show prints is refused: %s", again);
                Claim.same(((ConfigOutcome.Good) again).loaded().config(), loaded.config(), "shown and read again");
            }
        }
    }
}

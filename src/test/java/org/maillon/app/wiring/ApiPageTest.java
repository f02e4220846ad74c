package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;

/** docs/API.md names every path that there is, and none that there is not. */
class ApiPageTest {
    private static final Pattern PATH = Pattern.compile("^### `([A-Z]+ /\\S*)`$", Pattern.MULTILINE);

    @Test
    void thePageIsAboutThePathsThatThereAre(@TempDir Path folder) throws Exception {
        ConfigOutcome read = ConfigReader.read(Optional.empty(), folder);
        assertThat(read).isInstanceOf(ConfigOutcome.Good.class);
        try (Maillon office = Maillon.open(((ConfigOutcome.Good) read).loaded())) {
            List<String> there = WebDoor.resources(office).stream()
                    .flatMap(resource -> resource.handlers().keySet().stream().map(method -> method + " " + resource))
                    .toList();
            List<String> told = PATH.matcher(Files.readString(Path.of("docs/API.md")))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(told).containsExactlyInAnyOrderElementsOf(there);
        }
    }
}

package org.maillon.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("docs/CONFIG.md");

    /** To write it anew: {@code ./maillon config reference > docs/CONFIG.md}, or this test with {@code -Dmaillon.write}. */
    @Test
    void theReferencePageIsMadeFromTheRecordsAsTheyAre() throws IOException {
        if (System.getProperty("maillon.write") != null) {
            Files.writeString(PAGE, ConfigReference.page());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/CONFIG.md is behind the settings records: run ./maillon config reference > docs/CONFIG.md")
                .isEqualTo(ConfigReference.page());
    }
}

package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start is trained with after a build: each of its dialogues must come to its end, or the cache lacks what it was for. */
class RehearsalTest {
    @TempDir
    private Path folder;

    @Test
    void goesThroughTlsALogInAndASignedMessage() {
        var ran = Typed.in(folder, "rehearse", "--json");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.out()).contains("rehearsed");
    }
}

package org.maillon.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a, '', 1",
        "port, port, 0",
        "prot, port, 2",
        "max-recipient, max-recipients, 1",
        "abc, xyz, 3"
    })
    void countsInsertionsDeletionsAndChanges(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void prefersTheNearestAndKnowsWhenNothingIsNear() {
        assertThat(Nearest.to("prt", List.of("path", "port", "part"))).contains("part");
        assertThat(Nearest.to("colour", List.of("path", "port"))).isEmpty();
    }
}

package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Settings;

class FateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:00:00Z");

    private static Fate fate(Result result, boolean removed) {
        return Fate.of(List.of(result), new Fate.Facts(NOW, NOW, removed, Settings.defaults(QueueSettings.class)))
                .getFirst();
    }

    @Test
    void whatAnOperatorRemovedDoesNotGoOnToTheTargetsOfAnAlias() {
        Result expanded = QueueWorld.expanded("bea@there.example");

        assertThat(fate(expanded, false)).isInstanceOf(Fate.Expanded.class);
        assertThat(fate(expanded, true)).isInstanceOf(Fate.Removed.class);
        assertThat(fate(QueueWorld.deferred(), true)).isInstanceOf(Fate.Removed.class);
        assertThat(fate(QueueWorld.delivered(), true)).isInstanceOf(Fate.Delivered.class);
    }
}

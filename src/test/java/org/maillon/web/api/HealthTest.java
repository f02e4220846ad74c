package org.maillon.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.maillon.store.model.ModelStore;
import org.maillon.web.http.DoorRig;
import org.maillon.web.http.Resource;

/** What monitors hear of a store that is well, and of one that is not. */
class HealthTest {
    private final ModelStore store = new ModelStore();
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");

    private DoorRig open() throws Exception {
        return DoorRig.open(
                DoorRig.settings(),
                new Health(store, () -> now, Duration.ofSeconds(5)).resources().toArray(Resource[]::new));
    }

    @Test
    void writesOneRowASecondHoweverManyAsk() throws Exception {
        try (DoorRig door = open()) {
            long before = store.commits();
            for (int i = 0; i < 5; i++) {
                assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
            }
            assertThat(store.commits() - before).isEqualTo(1);
            now = now.plusMillis(999);
            assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(store.commits() - before).isEqualTo(1);
            now = now.plusMillis(1);
            assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(store.commits() - before).isEqualTo(2);
        }
    }

    @Test
    void aStoreThatTakesNothingIsSaid() throws Exception {
        try (DoorRig door = open()) {
            store.crash();
            HttpResponse<String> answer = door.get("/healthz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("takes nothing").contains("\"status\":503");
            store.reopen();
            now = now.plusSeconds(1);
            assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
        }
    }
}

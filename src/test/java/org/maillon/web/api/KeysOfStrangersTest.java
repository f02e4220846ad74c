package org.maillon.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.ApiKeys;
import org.maillon.hosting.Decision;
import org.maillon.hosting.Guard;
import org.maillon.hosting.GuardSettings;
import org.maillon.hosting.LogInSettings;
import org.maillon.hosting.LogIns;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.web.http.Answer;
import org.maillon.web.http.Client;
import org.maillon.web.http.Request;
import org.maillon.wire.sasl.Mechanism;

/** API keys at the guard, from an address that is not loopback. */
class KeysOfStrangersTest {
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");

    private final InstantSource clock = () -> Instant.parse("2026-11-29T12:00:00Z");
    private final ModelStore store = new ModelStore();
    private final ApiKeys keys = new ApiKeys(store, clock, new Random(7));
    private final Pauses none = new Pauses() {
        @Override
        public boolean pause(CountDownLatch until, Duration time) {
            return false;
        }

        @Override
        public boolean nap(CountDownLatch until, Duration time) {
            return false;
        }
    };
    private final Guard guard = new Guard(
            store,
            new Guard.Time(clock, clock, none),
            Settings.read(GuardSettings.class, Map.of("address-failures", "3")));
    private final LogIns nobody = new LogIns(
            (_, _) -> Decision.DENIED,
            EnumSet.noneOf(Mechanism.class),
            Settings.defaults(LogInSettings.class),
            new Random(7));

    private int asks(String key) {
        Request request = new Request(
                "GET",
                "mail.example.org",
                Map.of(),
                new Client(STRANGER, Client.Way.PRIVATE),
                name -> name.equals("Authorization") ? List.of("Bearer " + key) : List.of(),
                () -> Bytes.utf8(""));
        return new Callers(keys, nobody, guard)
                .operators(ApiKey.Scope.GUARD, (_, _, _) -> Answer.problem(418, "in"))
                .answer(request, List.of())
                .status();
    }

    @Test
    void aKeyThatOpensGivesItsTryBackAndOneThatDoesNotIsAFailure() {
        String key = keys.add("monitoring", EnumSet.of(ApiKey.Scope.GUARD), Optional.empty())
                .toOptional()
                .map(made -> Bytes.wrap(made.key().shared()).asUtf8())
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            assertThat(asks(key)).isEqualTo(418);
        }
        assertThat(guard.blocks()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(asks("wrong")).isEqualTo(401);
        }
        assertThat(asks("wrong")).isEqualTo(429);
        assertThat(asks(key)).as("blocked for all").isEqualTo(429);
    }
}

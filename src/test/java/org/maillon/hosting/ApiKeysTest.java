package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;

/** Keys open what they are for, as long as they hold, and are kept nowhere. */
class ApiKeysTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final ModelStore store = new ModelStore();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final Random entropy = new Random(7);
    private ApiKeys keys = new ApiKeys(store, clock, entropy);

    private Secret made(String name, Optional<Instant> expires) {
        return keys.add(name, EnumSet.of(ApiKey.Scope.GUARD), expires)
                .toOptional()
                .orElseThrow()
                .key();
    }

    @Test
    void aKeyOpensAlsoAfterARestart() {
        Secret key = made("one", Optional.empty());
        Secret other = made("two", Optional.empty());
        keys = new ApiKeys(store, clock, entropy);
        assertThat(keys.opens(key)).map(ApiKey::name).contains("one");
        assertThat(keys.opens(other)).map(ApiKey::scopes).contains(Set.of(ApiKey.Scope.GUARD));
        assertThat(keys.list()).extracting(ApiKey::name).containsExactly("one", "two");
    }

    @Test
    void aKeyOpensNothingOnceItHasExpiredOrIsRevoked() {
        Secret ends = made("ends", Optional.of(NOON.plus(Duration.ofDays(1))));
        Secret stays = made("stays", Optional.empty());
        now.set(NOON.plus(Duration.ofDays(1)).minusMillis(1));
        assertThat(keys.opens(ends)).isPresent();
        now.set(NOON.plus(Duration.ofDays(1)));
        assertThat(keys.opens(ends)).isEmpty();
        assertThat(keys.revoke("stays").isDone()).isTrue();
        assertThat(keys.revoke("stays").isDone()).isFalse();
        assertThat(keys.opens(stays)).isEmpty();
        keys = new ApiKeys(store, clock, entropy);
        assertThat(keys.opens(stays)).isEmpty();
    }

    @Test
    void theStoreHoldsADigestAndNotTheKey() {
        String key = Bytes.copyOf(made("one", Optional.empty()).shared()).asUtf8();
        assertThat(key).matches("mlk-[a-z2-7]{25}");
        assertThat(store.scan(
                        Partition.versioned("api-keys"), KeyRange.prefix(Bytes.utf8("k")), 10, Store.Direction.FORWARD))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.value().asUtf8()).doesNotContain(key.substring(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mlk-", "mlk-aaaaaaaaaaaaaaaaaaaaaaaaa", "mln-aaaaa-aaaaa-aaaaa-aaaaa"})
    void anotherTextOpensNothing(String text) {
        made("one", Optional.empty());
        assertThat(keys.opens(Secret.utf8(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "é", "x\n"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThat(keys.add(name, EnumSet.allOf(ApiKey.Scope.class), Optional.empty())
                        .isDone())
                .isFalse();
    }

    @Test
    void aKeyThatWouldOpenNothingIsNotMade() {
        assertThat(keys.add("none", Set.of(), Optional.empty()).isDone()).isFalse();
        assertThat(keys.add("late", EnumSet.of(ApiKey.Scope.GUARD), Optional.of(NOON))
                        .isDone())
                .isFalse();
        made("one", Optional.empty());
        assertThat(keys.add("one", EnumSet.of(ApiKey.Scope.GUARD), Optional.empty()))
                .isInstanceOf(Outcome.Refused.class);
    }
}

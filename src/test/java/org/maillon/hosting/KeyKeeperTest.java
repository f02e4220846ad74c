package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.DomainKey.State;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.Published;
import org.maillon.wire.address.Domain;

class KeyKeeperTest {
    private static final Domain.Name DOMAIN = Town.domain("example.org");

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);
    private final TxtZone zone = new TxtZone();
    private Instant now = Town.NOON;
    private DomainKeys keys = keys("true");
    private KeyKeeper keeper = new KeyKeeper(keys, zone, () -> now, settings("true"));

    private static SigningSettings settings(String checkDns) {
        return Settings.read(SigningSettings.class, Map.of("check-dns", checkDns));
    }

    private DomainKeys keys(String checkDns) {
        return new DomainKeys(store, () -> now, settings(checkDns));
    }

    private List<State> states() {
        return keys.list(DOMAIN).stream().map(DomainKey::state).toList();
    }

    private void publish() {
        for (DomainKey key : keys.list(DOMAIN)) {
            if (!(keeper.published(key) instanceof Published.Yes)) {
                zone.txt(key.recordName(), key.record());
            }
        }
    }

    @Test
    void aDomainGetsBothKindsOfKeyOnce() {
        assertThat(keys.areThere()).isFalse();
        keeper.provide(DOMAIN);
        keeper.provide(DOMAIN);

        assertThat(keys.list(DOMAIN)).extracting(DomainKey::selector).containsExactly("m202611e", "m202611r");
        assertThat(keys.list(DOMAIN))
                .extracting(DomainKey::algorithm)
                .containsExactly(Algorithm.ED25519_SHA256, Algorithm.RSA_SHA256);
        assertThat(keys.areThere()).isTrue();
        assertThat(keys("true").areThere()).isTrue();
    }

    @Test
    void domainsThatDnsCannotShowGetNone() {
        directory.addDomain(org.maillon.hosting.id.TenantId.DEFAULT, Town.domain("here.test"));

        keeper.provide(Town.domain("here.test"));

        assertThat(keys.list(Town.domain("here.test"))).isEmpty();
    }

    @Test
    void nothingIsSignedWithAKeyThatDnsDoesNotShow() {
        keeper.provide(DOMAIN);
        keeper.look(DOMAIN);

        assertThat(states()).containsOnly(State.WAITING);
        assertThat(keys.signing(DOMAIN)).isEmpty();

        publish();
        keeper.look(DOMAIN);

        assertThat(states()).containsOnly(State.ACTIVE);
        assertThat(keys.signing(DOMAIN)).hasSize(2);
    }

    @Test
    void aKeyWhoseRecordVanishesSignsNoMoreAndOneThatCannotBeAskedForGoesOn() {
        keeper.provide(DOMAIN);
        publish();
        keeper.look(DOMAIN);
        String name = keys.list(DOMAIN).getFirst().recordName();
        zone.fails(keys.list(DOMAIN).getLast().recordName(), "SERVFAIL").without(name);

        keeper.look(DOMAIN);

        assertThat(states()).containsExactly(State.WAITING, State.ACTIVE);
        assertThat(keys.signing(DOMAIN)).hasSize(1);
    }

    @Test
    void newKeysTakeOverOnceTheyAreSeenAndOldOnesGoLater() {
        keeper.provide(DOMAIN);
        publish();
        keeper.look(DOMAIN);
        keeper.rotate(DOMAIN);
        assertThat(keys.signing(DOMAIN)).extracting(key -> key.selector()).containsExactly("m202611e", "m202611r");

        publish();
        keeper.look(DOMAIN);

        assertThat(keys.signing(DOMAIN)).extracting(key -> key.selector()).containsExactly("m202611e2", "m202611r2");
        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE, State.RETIRING, State.ACTIVE);

        now = now.plus(Duration.ofDays(7)).minusSeconds(1);
        keeper.look(DOMAIN);
        assertThat(states()).contains(State.RETIRING);
        now = now.plusSeconds(1);
        keeper.look(DOMAIN);
        assertThat(states()).containsExactly(State.RETIRED, State.ACTIVE, State.RETIRED, State.ACTIVE);
    }

    @Test
    void withoutAskingDnsAKeySignsAtOnce() {
        keys = keys("false");
        keeper = new KeyKeeper(keys, zone, () -> now, settings("false"));

        keeper.provide(DOMAIN);
        keeper.look(DOMAIN);

        assertThat(keys.signing(DOMAIN)).hasSize(2);
    }

    @Test
    void aKeyThatSignsIsNotRemovedAndOneThatDoesNotIs() {
        keeper.provide(DOMAIN);
        keys.change(DOMAIN, "m202611r", State.ACTIVE);

        assertThat(keys.remove(DOMAIN, "m202611r").isDone()).isFalse();
        assertThat(keys.remove(DOMAIN, "m202611e").isDone()).isTrue();
        assertThat(keys.remove(DOMAIN, "m202611e").isDone()).isFalse();
        assertThat(keys.list(DOMAIN)).hasSize(1);
    }

    @Test
    void aSelectorIsFreeAndReadable() {
        assertThat(keys.add(DOMAIN, Algorithm.ED25519_SHA256, Optional.of("mine"))
                        .isDone())
                .isTrue();
        assertThat(keys.add(DOMAIN, Algorithm.ED25519_SHA256, Optional.of("mine"))
                        .isDone())
                .isFalse();
        assertThat(keys.add(DOMAIN, Algorithm.ED25519_SHA256, Optional.of("not.mine"))
                        .isDone())
                .isFalse();
        assertThat(keys.add(Town.domain("example.net"), Algorithm.ED25519_SHA256, Optional.empty())
                        .isDone())
                .isFalse();
    }

    @Test
    void keysGoWithTheirDomain() {
        directory.addDomain(org.maillon.hosting.id.TenantId.DEFAULT, Town.domain("example.com"));
        keeper.provide(Town.domain("example.com"));
        assertThat(keys.list(Town.domain("example.com"))).hasSize(2);

        assertThat(directory.removeDomain(Town.domain("example.com")).isDone()).isTrue();

        assertThat(keys.list(Town.domain("example.com"))).isEmpty();
    }

    @Test
    void aPrivateKeyIsShownNowhere() {
        keeper.provide(DOMAIN);
        List<String> shown = new ArrayList<>();
        keys.list(DOMAIN).forEach(key -> shown.add(key.toString()));

        assertThat(shown).isNotEmpty().allMatch(text -> text.contains("privateKey=****"));
    }
}

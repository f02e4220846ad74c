package org.maillon.deliver.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.mtasts.PolicyHost.Fetched;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.mtasts.StsPolicy.Mode;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;

class StsPoliciesTest {
    private static final TlsSettings SETTINGS = Settings.defaults(TlsSettings.class);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Lookup<String> record = new Lookup.NoSuchName<>(Duration.ZERO);
    private Supplier<Fetched> file = () -> new Fetched.NotServed("nobody is there");
    private final List<String> fetched = new ArrayList<>();
    private final List<TlsResult> results = new ArrayList<>();
    private final ModelStore store = new ModelStore();
    private StsPolicies policies = anew();

    private StsPolicies anew() {
        StsPolicies.Source source = new StsPolicies.Source(
                new Dns(),
                domain -> {
                    fetched.add(domain);
                    return file.get();
                },
                results::add);
        return new StsPolicies(store, source, () -> now, SETTINGS);
    }

    private final class Dns implements Resolver {
        @Override
        public Lookup<MxRecord> mx(String domain) {
            return new Lookup.NoData<>(Duration.ZERO);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return new Lookup.NoData<>(Duration.ZERO);
        }

        @Override
        public Lookup<String> txt(String name) {
            assertThat(name).isEqualTo("_mta-sts.example.org");
            return record;
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return new Lookup.NoData<>(Duration.ZERO);
        }
    }

    private void tells(String id) {
        record = new Lookup.Found<>(List.of("v=STSv1; id=" + id), Duration.ZERO);
    }

    private void serves(Mode mode, Duration maxAge) {
        StsPolicy policy = new StsPolicy(mode, List.of("mx.example.org"), maxAge);
        file = () -> new Fetched.File(Bytes.utf8(String.join("\r\n", policy.lines())));
    }

    private Optional<Mode> mode() {
        return policies.of("Example.ORG").map(StsPolicy::mode);
    }

    @Test
    void nobodyIsAskedForAFileThatNoRecordTellsOf() {
        assertThat(mode()).isEmpty();
        assertThat(fetched).isEmpty();
    }

    @Test
    void aPolicyIsFetchedOnceAndHoldsForItsTime() { // RFC 8461 §3.2
        tells("1");
        serves(Mode.ENFORCE, Duration.ofDays(7));
        assertThat(mode()).contains(Mode.ENFORCE);
        now = now.plus(Duration.ofDays(6));
        assertThat(mode()).contains(Mode.ENFORCE);
        assertThat(fetched).containsExactly("example.org");
        now = now.plus(Duration.ofDays(2));
        assertThat(mode()).contains(Mode.ENFORCE);
        assertThat(fetched).as("it was over").hasSize(2);
    }

    @Test
    void whoTakesTheRecordAwayGainsNothing() { // RFC 8461 §10.2
        tells("1");
        serves(Mode.ENFORCE, Duration.ofDays(7));
        assertThat(mode()).contains(Mode.ENFORCE);
        record = new Lookup.NoSuchName<>(Duration.ZERO);
        assertThat(mode()).contains(Mode.ENFORCE);
        record = new Lookup.Failed<>("it answers SERVFAIL");
        assertThat(mode()).contains(Mode.ENFORCE);
        policies = anew();
        assertThat(mode()).as("after a restart too").contains(Mode.ENFORCE);
        now = now.plus(Duration.ofDays(8));
        assertThat(mode()).as("until its time is over").isEmpty();
    }

    @Test
    void anotherIdBringsAnotherPolicy() {
        tells("1");
        serves(Mode.ENFORCE, Duration.ofDays(7));
        assertThat(mode()).contains(Mode.ENFORCE);
        serves(Mode.NONE, Duration.ofDays(1));
        assertThat(mode()).as("the record has not changed").contains(Mode.ENFORCE);
        tells("2");
        assertThat(mode()).contains(Mode.NONE);
    }

    @Test
    void whileTheNewOneCannotBeHadTheOldOneHolds() { // RFC 8461 §5.1
        tells("1");
        serves(Mode.ENFORCE, Duration.ofDays(7));
        assertThat(mode()).contains(Mode.ENFORCE);
        tells("2");
        file = () -> new Fetched.NotTrusted("the certificate is another host's");
        assertThat(mode()).contains(Mode.ENFORCE);
        file = () -> new Fetched.File(Bytes.utf8("<html>"));
        assertThat(mode()).contains(Mode.ENFORCE);
        assertThat(fetched).as("not asked again at once").hasSize(2);
        now = now.plus(SETTINGS.policyRetry());
        assertThat(mode()).contains(Mode.ENFORCE);
        assertThat(fetched).hasSize(3);
        assertThat(results.stream().map(result -> result.failure().orElseThrow().kind()))
                .containsExactly(Kind.STS_WEBPKI_INVALID, Kind.STS_POLICY_INVALID);
    }

    @Test
    void aDomainWhoseFileWasNeverServedHasNoPolicy() {
        tells("1");
        assertThat(mode()).isEmpty();
        assertThat(mode()).isEmpty();
        assertThat(fetched).hasSize(1);
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.failure().orElseThrow().kind()).isEqualTo(Kind.STS_POLICY_FETCH_ERROR);
            assertThat(result.domain()).isEqualTo("example.org");
        });
    }

    @Test
    void whatGrowsOldIsFetchedAnewThoughItsRecordStays() { // RFC 8461 §3.3
        tells("1");
        serves(Mode.ENFORCE, Duration.ofDays(7));
        assertThat(mode()).contains(Mode.ENFORCE);
        policies.sweep();
        assertThat(fetched).hasSize(1);
        now = now.plus(SETTINGS.policyRefresh());
        policies.sweep();
        assertThat(fetched).hasSize(2);
        now = now.plus(Duration.ofDays(6).plusHours(12));
        assertThat(mode()).as("counted from the last time").contains(Mode.ENFORCE);
        assertThat(fetched).hasSize(2);
    }

    @Test
    void whatIsOverIsSweptAway() {
        tells("1");
        serves(Mode.TESTING, Duration.ofMinutes(1));
        assertThat(mode()).contains(Mode.TESTING);
        now = now.plus(Duration.ofMinutes(2));
        record = new Lookup.NoSuchName<>(Duration.ZERO);
        policies.sweep();
        assertThat(store.get(StsRows.PARTITION, StsRows.key("example.org"))).isEmpty();
        assertThat(mode()).isEmpty();
    }
}

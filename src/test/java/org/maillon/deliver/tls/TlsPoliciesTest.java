package org.maillon.deliver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.deliver.tls.Demand.Level;
import org.maillon.deliver.tls.Demand.Proof;
import org.maillon.dns.Assured;
import org.maillon.dns.Assured.Status;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.dns.TlsaRecord;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.route.TlsMode;
import org.maillon.trust.WebPki;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

class TlsPoliciesTest {
    private static final Duration TTL = Duration.ofHours(1);
    private static final Address BOB = new Address("bob", new Domain.Name("example.org"));
    private static final TlsaRecord RECORD = new TlsaRecord(3, 1, 1, Bytes.wrap(new byte[32]));
    private static final Hop HOP = hop(Route.Protocol.SMTP, "mx.example.org");

    private Status mx = Status.SECURE;
    private Lookup<TlsaRecord> tlsa = new Lookup.NoSuchName<>(TTL);
    private Optional<StsPolicy> sts = Optional.empty();
    private final List<TlsResult> results = new ArrayList<>();

    private static Hop hop(Route.Protocol protocol, String host) {
        return new Hop(protocol, host, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 25));
    }

    private final class Dns implements Resolver {
        @Override
        public Lookup<MxRecord> mx(String domain) {
            return new Lookup.Found<>(List.of(new MxRecord(1, "mx.example.org")), TTL);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return new Lookup.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), TTL);
        }

        @Override
        public Lookup<String> txt(String name) {
            return new Lookup.NoData<>(TTL);
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return new Lookup.NoData<>(TTL);
        }

        @Override
        public Assured<MxRecord> assuredMx(String domain) {
            return new Assured<>(mx(domain), mx, domain);
        }

        @Override
        public Assured<InetAddress> assuredAddresses(String host) {
            return new Assured<>(addresses(host), Status.SECURE, host);
        }

        @Override
        public Assured<TlsaRecord> tlsa(String name) {
            return new Assured<>(tlsa, Status.SECURE, name);
        }
    }

    private TlsPolicies policies(TlsMode route, TlsPolicySetting... settings) {
        TlsPolicies.Sources sources = new TlsPolicies.Sources(_ -> route, Optional.of(new Dns()), _ -> sts);
        return new TlsPolicies(
                List.of(settings), sources, () -> WebPki.of(List.of()), InstantSource.system(), results::add);
    }

    private Ruling ruling(TlsWish wish, TlsPolicySetting... settings) {
        return policies(TlsMode.AUTO, settings).destination(BOB, true, wish).of(HOP);
    }

    private Demand demand(TlsWish wish, TlsPolicySetting... settings) {
        Ruling ruling = ruling(wish, settings);
        assertThat(ruling).isInstanceOf(Ruling.Go.class);
        return ((Ruling.Go) ruling).terms().demand();
    }

    private static TlsPolicySetting setting(String domain, String mode) {
        return Settings.read(TlsPolicySetting.class, Map.of("domain", domain, "mode", mode));
    }

    private void publishes(StsPolicy.Mode mode, String host) {
        sts = Optional.of(new StsPolicy(mode, List.of(host), TTL));
    }

    private void hasTlsa(TlsaRecord... records) {
        tlsa = new Lookup.Found<>(List.of(records), TTL);
    }

    @Test
    void whereNothingIsPublishedTlsIsWished() {
        assertThat(demand(TlsWish.NONE)).isEqualTo(Demand.WISH);
    }

    @Test
    void signedRecordsMakeTlsAndTheirCertificateAMust() {
        hasTlsa(RECORD);
        assertThat(demand(TlsWish.NONE).level()).isEqualTo(Level.REQUIRED);
        assertThat(demand(TlsWish.NONE).proof()).isInstanceOf(Proof.ByDane.class);
    }

    @Test
    void recordsOfAHostThatAnybodyCouldHaveNamedDoNotCount() { // RFC 7672 §2.2.1
        hasTlsa(RECORD);
        mx = Status.INSECURE;
        assertThat(demand(TlsWish.NONE)).isEqualTo(Demand.WISH);
    }

    @Test
    void recordsThatCannotBeUsedStillMakeTlsAMust() { // RFC 7672 §2.2
        hasTlsa(new TlsaRecord(0, 1, 1, Bytes.wrap(new byte[32])));
        assertThat(demand(TlsWish.NONE)).isEqualTo(Demand.WISH.required());
    }

    @Test
    void aServerWhoseRecordsCannotBeHadIsNotCalled() { // RFC 7672 §2.1.2
        tlsa = new Lookup.Failed<>("it answers SERVFAIL");
        assertThat(ruling(TlsWish.NONE)).isInstanceOfSatisfying(Ruling.Stop.class, stop -> {
            assertThat(stop.reply().toString()).startsWith("451 4.7.5 ");
            assertThat(stop.why()).contains("it answers SERVFAIL");
        });
    }

    @Test
    void daneBeatsMtaSts() { // RFC 8461 §2
        hasTlsa(RECORD);
        publishes(StsPolicy.Mode.ENFORCE, "other.example.org");
        assertThat(demand(TlsWish.NONE).proof()).isInstanceOf(Proof.ByDane.class);
    }

    @Test
    void anEnforcedPolicyAsksForTheHostsCertificate() {
        publishes(StsPolicy.Mode.ENFORCE, "*.example.org");
        assertThat(demand(TlsWish.NONE))
                .isEqualTo(Demand.WISH
                        .required()
                        .proven(new Proof.ByAuthority(java.util.Set.of("mx.example.org"), "MTA-STS")));
    }

    @Test
    void aServerOutsideAnEnforcedPolicyIsNotCalled() { // RFC 8461 §5
        publishes(StsPolicy.Mode.ENFORCE, "other.example.org");
        assertThat(ruling(TlsWish.NONE)).isInstanceOf(Ruling.Stop.class);
        assertThat(results)
                .singleElement()
                .satisfies(result ->
                        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Kind.VALIDATION_FAILURE));
    }

    @ParameterizedTest
    @CsvSource({"mx.example.org, 0", "other.example.org, 1"})
    void aPolicyOnTrialIsReportedAndStopsNothing(String host, int reported) {
        publishes(StsPolicy.Mode.TESTING, host);
        assertThat(demand(TlsWish.NONE).level()).isEqualTo(Level.WISHED);
        assertThat(results).hasSize(reported);
    }

    @Test
    void whoWaivesTlsIsHeldToNothingThatIsPublished() { // RFC 8689 §3
        hasTlsa(RECORD);
        assertThat(demand(TlsWish.WAIVED)).isEqualTo(Demand.WISH);
        tlsa = new Lookup.NoSuchName<>(TTL);
        publishes(StsPolicy.Mode.ENFORCE, "other.example.org");
        assertThat(demand(TlsWish.WAIVED)).isEqualTo(Demand.WISH);
        assertThat(demand(TlsWish.WAIVED, setting("*", "encrypt")).level())
                .as("our own settings hold all the same")
                .isEqualTo(Level.REQUIRED);
    }

    @Test
    void whoRequiresTlsGetsProofOrAnError() { // RFC 8689 §4.2.1
        assertThat(demand(TlsWish.REQUIRED).proof()).isInstanceOf(Proof.ByAuthority.class);
        mx = Status.INSECURE;
        assertThat(ruling(TlsWish.REQUIRED))
                .isInstanceOfSatisfying(
                        Ruling.Stop.class,
                        stop -> assertThat(stop.reply().toString()).startsWith("550 5.7.30 "));
        publishes(StsPolicy.Mode.TESTING, "mx.example.org");
        assertThat(demand(TlsWish.REQUIRED).isProven()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, encrypt, REQUIRED",
        "*.org, encrypt, REQUIRED",
        "*, encrypt, REQUIRED",
        "*.example.org, encrypt, WISHED",
        "other.example, encrypt, WISHED",
        "example.org, none, NONE",
        "example.org, verify, REQUIRED",
        "example.org, opportunistic, WISHED",
    })
    void settingsGoByTheRecipientsDomain(String domain, String mode, Level level) {
        assertThat(demand(TlsWish.NONE, setting(domain, mode)).level()).isEqualTo(level);
    }

    @Test
    void theMostParticularSettingWinsAndTheRouteBeforeAll() {
        TlsPolicySetting all = setting("*", "encrypt");
        assertThat(demand(TlsWish.NONE, all, setting("example.org", "none")).level())
                .isEqualTo(Level.NONE);
        Ruling byRoute = policies(TlsMode.VERIFY, all)
                .destination(BOB, false, TlsWish.NONE)
                .of(HOP);
        assertThat(((Ruling.Go) byRoute).terms().demand().proof()).isInstanceOf(Proof.ByAuthority.class);
    }

    @Test
    void daneAloneMeansDaneOrNothing() {
        assertThat(ruling(TlsWish.NONE, setting("example.org", "dane"))).isInstanceOf(Ruling.Stop.class);
        assertThat(results)
                .singleElement()
                .satisfies(result ->
                        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Kind.DANE_REQUIRED));
        hasTlsa(RECORD);
        assertThat(demand(TlsWish.NONE, setting("example.org", "dane")).isProven())
                .isTrue();
    }

    @Test
    void aServerNamedByItsAddressIsNotAskedAfter() {
        hasTlsa(RECORD);
        Ruling ruling =
                policies(TlsMode.AUTO).destination(BOB, false, TlsWish.NONE).of(hop(Route.Protocol.SMTP, "192.0.2.1"));
        assertThat(((Ruling.Go) ruling).terms().demand()).isEqualTo(Demand.WISH);
    }

    @Test
    void domainsShareASessionOnlyWhereTheyPublishTheSame() {
        TlsPolicies policies = policies(TlsMode.AUTO);
        Address carol = new Address("carol", new Domain.Name("example.net"));
        assertThat(policies.published(BOB)).isEqualTo(policies.published(carol));
        publishes(StsPolicy.Mode.ENFORCE, "mx.example.org");
        String enforced = policies.published(BOB);
        sts = Optional.empty();
        assertThat(policies.published(carol)).isNotEqualTo(enforced);
    }

    @Test
    void badSettingsAreSaid() {
        assertThatThrownBy(() -> policies(TlsMode.AUTO, setting("a b", "none"))).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> policies(TlsMode.AUTO, setting("a.example", "none"), setting("A.example", "dane")))
                .hasMessageContaining("two policies");
    }
}

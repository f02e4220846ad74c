package org.maillon.reports;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.dns.FakeResolver;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.submit.Vouched;
import org.maillon.trust.arc.ArcResult;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.dmarc.AuthorDomains;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcQuery;
import org.maillon.trust.dmarc.PublicSuffixes;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfSettings;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.feedback.AggregateReport;
import org.maillon.wire.report.feedback.Report;
import org.maillon.wire.report.feedback.ReportBounds;
import org.maillon.wire.report.feedback.ReportReader;
import org.maillon.wire.report.feedback.TlsReport;

class ReportsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final InetAddress SOURCE = InetAddress.ofLiteral("203.0.113.9");
    private static final ReportReader READER = new ReportReader(new ReportBounds(ByteSize.parse("1MiB"), 1000));

    private final ModelStore store = new ModelStore();
    private final FakeResolver dns = new FakeResolver();
    private final Map<String, String> settings = new HashMap<>(Map.of("from", "reports@here.example"));
    private final List<Letter> letters = new ArrayList<>();
    private Instant now = NOON;
    private Reports reports = reports();

    private record Letter(Address to, String text) {
        Report report() {
            return READER.inMessage(Bytes.utf8(text));
        }
    }

    private Reports reports() {
        return new Reports(
                store,
                () -> now,
                new Reports.Sources(dns, PublicSuffixes::bundled),
                new Reports.Who("mx.here.example", "treewalk"),
                Settings.read(ReportSettings.class, settings));
    }

    private Optional<String> post(Address from, Address to, byte[] message) {
        assertThat(from.toString()).isEqualTo("reports@here.example");
        letters.add(new Letter(to, new String(message, US_ASCII)));
        return Optional.empty();
    }

    private void judged(String author, String rua, int times) {
        dns.txt("_dmarc." + author, "v=DMARC1; p=reject; rua=" + rua);
        for (int i = 0; i < times; i++) {
            reports.vouchLog().note(vouched(author));
        }
    }

    private Vouched vouched(String author) {
        ReversePath sender =
                new ReversePath.Sender(Address.parse("x@" + author).asOptional().orElseThrow());
        var spf = new SpfEvaluator(dns, () -> now, Settings.defaults(SpfSettings.class))
                .check(SpfQuery.of(SOURCE, "client", sender, "mx"));
        var dmarc = DmarcEvaluator.walking(dns, () -> 0)
                .evaluate(new DmarcQuery(
                        AuthorDomains.of(List.of(("a@" + author).getBytes(US_ASCII))), Optional.empty(), List.of()));
        var arc = new ArcVerdict(ArcResult.NONE, "", List.of(), 0, false);
        return new Vouched(
                now, SOURCE, sender, new Vouched.Findings(spf, List.of(), arc, dmarc), dmarc.disposition(), "");
    }

    private List<Reports.Sent> nextDay() {
        now = now.plus(Duration.ofDays(1));
        return reports.send(this::post, true);
    }

    @Test
    void countsADayAndSendsItOnceToWhoeverTheDomainNames() {
        judged("example.org", "mailto:dmarc@example.org", 3);
        assertThat(reports.send(this::post, true)).isEmpty(); // the day is not over
        assertThat(nextDay()).singleElement().extracting(Reports.Sent::said).isEqualTo("sent to dmarc@example.org");
        assertThat(nextDay()).isEmpty();
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().text())
                .contains("Subject: Report Domain: example.org\r\n Submitter: mx.here.example\r\n Report-ID: <")
                .contains("mx.here.example!example.org!1795305600!1795391999!");
        AggregateReport report = ((Report.Dmarc) letters.getFirst().report()).report();
        assertThat(report.policy().policy()).isEqualTo("reject");
        assertThat(report.policy().discovery()).isEqualTo("treewalk");
        assertThat(report.rows()).hasSize(1);
        AggregateReport.Row row = report.rows().getFirst();
        assertThat(row.count()).isEqualTo(3);
        assertThat(row.source()).isEqualTo("203.0.113.9");
        assertThat(row.evaluated().disposition()).isEqualTo("reject");
        assertThat(row.identifiers().headerFrom()).isEqualTo("example.org");
        assertThat(row.auth().spf()).containsExactly(new AggregateReport.SpfAuth("example.org", "mfrom", "none"));
    }

    @Test
    void whatWasWrittenDownOutlivesAStart() {
        judged("example.org", "mailto:dmarc@example.org", 2);
        reports.flush();
        reports = reports();
        judged("example.net", "mailto:dmarc@example.net", 1);
        reports.vouchLog().note(vouched("example.org"));
        assertThat(nextDay()).hasSize(2);
        AggregateReport report = ((Report.Dmarc) letters.getLast().report()).report();
        assertThat(report.policy().domain()).isEqualTo("example.org");
        assertThat(report.messages()).isEqualTo(3);
    }

    @Test
    void strangersGetReportsOnlyWhereTheyAgree() {
        judged("example.org", "mailto:dmarc@collector.example,mailto:a@victim.example", 1);
        dns.txt("example.org._report._dmarc.collector.example", "v=DMARC1");
        assertThat(nextDay().getFirst().said())
                .isEqualTo("sent to dmarc@collector.example;"
                        + " victim.example does not agree to get reports for example.org");
        assertThat(letters).hasSize(1);
    }

    @Test
    void whereDnsFailsItIsTriedAgainForTwoDays() {
        judged("example.org", "mailto:a@collector.example", 1);
        dns.fails("example.org._report._dmarc.collector.example", "SERVFAIL");
        assertThat(nextDay()).hasSize(1);
        assertThat(reports.send(this::post, true)).hasSize(1);
        assertThat(nextDay()).hasSize(1);
        assertThat(nextDay()).hasSize(1);
        assertThat(nextDay()).isEmpty();
    }

    @Test
    void aReportTooLargeForItsPlaceIsNotSentThere() {
        judged("example.org", "mailto:small@example.org!10,mailto:large@example.org!10m", 1);
        assertThat(nextDay().getFirst().said())
                .contains("too large for small@example.org")
                .contains("sent to large@");
        assertThat(letters).hasSize(1);
    }

    @Test
    void eachDomainHasItsMomentOfTheNight() {
        judged("example.org", "mailto:a@example.org", 1);
        now = Instant.parse("2026-11-23T00:00:00Z");
        int before = reports.send(this::post, false).size();
        now = Instant.parse("2026-11-23T04:00:00Z");
        assertThat(before + reports.send(this::post, false).size()).isEqualTo(1);
    }

    @Test
    void nothingIsCountedWithoutAnAddressToSendFrom() {
        settings.put("from", "");
        reports = reports();
        judged("example.org", "mailto:a@example.org", 1);
        assertThat(reports.waiting()).isEmpty();
        assertThat(nextDay()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void domainsHaveABound(int domains) {
        settings.put("max-domains", "3");
        reports = reports();
        for (int i = 0; i < domains; i++) {
            judged("d" + i + ".example", "mailto:a@d" + i + ".example", 1);
        }
        assertThat(reports.waiting()).hasSize(Math.min(domains, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void rowsHaveABound(int rows) {
        settings.put("max-rows", "3");
        reports = reports();
        for (int i = 0; i < rows; i++) {
            reports.tlsResults().note(failed("mx" + i));
        }
        assertThat(reports.waiting().getFirst().said()).contains(Math.min(rows, 3) + " rows");
    }

    private TlsResult failed(String host) {
        return new TlsResult(
                now,
                "example.org",
                new TlsResult.Policy(TlsResult.Type.STS, List.of("version: STSv1"), List.of("*.example.org")),
                Optional.of(new TlsResult.Server(host, SOURCE)),
                Optional.empty(),
                Optional.of(new TlsResult.Failure(TlsResult.Kind.CERTIFICATE_EXPIRED, "expired")));
    }

    @Test
    void sessionsUnderTlsAreToldToWhoeverWantsToKnow() {
        dns.txt("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:tls@example.org,https://example.org/r");
        reports.tlsResults().note(failed("mx1"));
        reports.tlsResults().note(failed("mx1"));
        TlsResult.Policy policy = failed("").policy();
        reports.tlsResults()
                .note(new TlsResult(now, "example.org", policy, Optional.empty(), Optional.empty(), Optional.empty()));
        reports.flush();
        reports = reports();
        assertThat(nextDay().getFirst().said())
                .isEqualTo("sent to tls@example.org; https://example.org/r: reports go out by mail only");
        assertThat(letters.getFirst().text()).startsWith("TLS-Required: No\r\nTLS-Report-Domain: example.org\r\n");
        TlsReport report = ((Report.Tls) letters.getFirst().report()).report();
        TlsReport.PolicyResult result = report.policies().getFirst();
        assertThat(report.policies()).hasSize(1);
        assertThat(result.successes()).isEqualTo(1);
        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.details())
                .singleElement()
                .extracting(TlsReport.Failure::count)
                .isEqualTo(2L);
    }

    @Test
    void aDomainThatWantsNoTlsReportsGetsNone() {
        reports.tlsResults().note(failed("mx1"));
        assertThat(nextDay().getFirst().said()).isEqualTo("it wants no reports");
        assertThat(letters).isEmpty();
        assertThat(reports.waiting()).isEmpty();
    }

    @Test
    void whatOthersSendIsKeptAndShownAndTheOldestGoes() {
        settings.put("keep", "2");
        reports = reports();
        judged("example.org", "mailto:a@example.org", 1);
        nextDay();
        Bytes letter = Bytes.utf8(letters.getFirst().text());
        for (int i = 0; i < 3; i++) {
            now = now.plusSeconds(1);
            assertThat(reports.received().take(letter, "peer " + i)).isInstanceOf(Report.Dmarc.class);
        }
        List<Received.Entry> kept = reports.received().list(10);
        assertThat(kept).extracting(Received.Entry::from).containsExactly("peer 2", "peer 1");
        assertThat(reports.received().show(kept.getFirst().id())).contains(kept.getFirst());
        assertThat(reports.received().take(Bytes.utf8("Subject: x\r\n\r\nhello"), "p"))
                .isInstanceOf(Report.None.class);
        assertThat(reports.received().list(10)).hasSize(2);
    }

    /** RFC 8460 §3: whoever gets one has to ignore it. It is tried again, for a key may come. */
    @Test
    void aTlsReportIsNotSentUnsigned() {
        dns.txt("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:tls@example.org");
        reports.tlsResults().note(failed("mx1"));
        judged("example.org", "mailto:a@example.org", 1);
        now = now.plus(Duration.ofDays(1));
        Outbox unsigned = new Outbox() {
            @Override
            public Optional<String> send(Address from, Address to, byte[] message) {
                return post(from, to, message);
            }

            @Override
            public boolean signs(Address from) {
                return false;
            }
        };

        List<Reports.Sent> sent = reports.send(unsigned, true);

        assertThat(sent).extracting(Reports.Sent::said).anyMatch(said -> said.contains("is not signed"));
        assertThat(letters)
                .as("the DMARC report goes")
                .singleElement()
                .satisfies(letter -> assertThat(letter.report()).isInstanceOf(Report.Dmarc.class));
        reports.send(this::post, true);
        assertThat(letters).hasSize(2);
    }

    /** RFC 8460 §3. */
    @Test
    void aTlsReportThatNobodySignedIsNotKept() {
        dns.txt("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:tls@example.org");
        reports.tlsResults().note(failed("mx1"));
        judged("example.org", "mailto:a@example.org", 1);
        nextDay();
        List<Bytes> sent =
                letters.stream().map(letter -> Bytes.utf8(letter.text())).toList();
        assertThat(sent).hasSize(2);

        List<String> told = new ArrayList<>();
        sent.forEach(letter -> reports.received().arrived(letter, "peer", false).ifPresent(told::add));

        assertThat(told).containsExactly("not kept as a report: it is about TLS, and no DKIM signature of it holds");
        assertThat(reports.received().list(10))
                .singleElement()
                .satisfies(kept -> assertThat(kept.report()).isInstanceOf(Report.Dmarc.class));
        sent.forEach(letter ->
                assertThat(reports.received().arrived(letter, "peer", true)).isEmpty());
        assertThat(reports.received().list(10)).hasSize(3);
    }
}

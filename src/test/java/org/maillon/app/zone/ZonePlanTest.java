package org.maillon.app.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonePlanTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final ZoneFacts.Issuer ISSUER =
            new ZoneFacts.Issuer(List.of("ca.example"), Optional.of("https://ca.example/acct/1"), "tls-alpn-01");
    private static final ZoneFacts.Sending SENDING = new ZoneFacts.Sending(
            List.of("ip4:192.0.2.1"),
            List.of(
                    new ZoneFacts.Source(InetAddress.ofLiteral("192.0.2.1"), "mx1.example.org"),
                    new ZoneFacts.Source(InetAddress.ofLiteral("2001:db8::1"), "mx1.example.org")));

    private static ZoneFacts.Published published(Optional<String> policyId, String reports) {
        return new ZoneFacts.Published(
                policyId,
                reports,
                List.of(
                        new ZoneFacts.Service("_submissions", OptionalInt.of(465)),
                        new ZoneFacts.Service("_imap", OptionalInt.empty()),
                        new ZoneFacts.Service("_pop3s", OptionalInt.of(2995))));
    }

    private static ZoneFacts facts(ZoneFacts.Published published) {
        return new ZoneFacts(
                "example.org",
                List.of(
                        new ZoneFacts.Host(
                                "mx1.example.org",
                                List.of(
                                        new ZoneFacts.Shown(DIGEST, "now"),
                                        new ZoneFacts.Shown("cd".repeat(32), "next")),
                                Optional.of(ISSUER)),
                        new ZoneFacts.Host(
                                "mx.provider.example", List.of(new ZoneFacts.Shown(DIGEST, "now")), Optional.empty())),
                SENDING,
                List.of(new ZoneFacts.Key("s1", "v=DKIM1; p=AA")),
                published);
    }

    private static List<String> lines(ZoneFacts facts) {
        return ZonePlan.of(facts).stream().map(record -> record.line(300)).toList();
    }

    @Test
    void printsEachLineAsAZoneFileHasIt() {
        assertThat(lines(facts(published(Optional.of("7"), "pm@example.org"))))
                .containsExactly(
                        "example.org. 300 IN MX 10 mx1.example.org.",
                        "example.org. 300 IN MX 20 mx.provider.example.",
                        "example.org. 300 IN TXT \"v=spf1 mx ip4:192.0.2.1 -all\"",
                        "s1._domainkey.example.org. 300 IN TXT \"v=DKIM1; p=AA\"",
                        "_dmarc.example.org. 300 IN TXT \"v=DMARC1; p=quarantine; rua=mailto:pm@example.org\"",
                        "_smtp._tls.example.org. 300 IN TXT \"v=TLSRPTv1; rua=mailto:pm@example.org\"",
                        "_mta-sts.example.org. 300 IN TXT \"v=STSv1; id=7\"",
                        "mta-sts.example.org. 300 IN CNAME mx1.example.org.",
                        "_25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 " + DIGEST,
                        "_25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 " + "cd".repeat(32),
                        "_25._tcp.mx.provider.example. 300 IN TLSA 3 1 1 " + DIGEST,
                        "mx1.example.org. 300 IN CAA 0 issue \"ca.example; accounturi=https://ca.example/acct/1;"
                                + " validationmethods=tls-alpn-01\"",
                        "_submissions._tcp.example.org. 300 IN SRV 0 1 465 mx1.example.org.",
                        "_pop3s._tcp.example.org. 300 IN SRV 10 1 2995 mx1.example.org.",
                        "_imap._tcp.example.org. 300 IN SRV 0 0 0 .",
                        "autoconfig.example.org. 300 IN CNAME mx1.example.org.",
                        "1.2.0.192.in-addr.arpa. 300 IN PTR mx1.example.org.",
                        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 300 IN PTR"
                                + " mx1.example.org.");
    }

    @Test
    void whatIsNotServedIsNotPromised() {
        ZoneFacts bare = new ZoneFacts(
                "example.org",
                List.of(new ZoneFacts.Host("mx1.example.org", List.of(), Optional.empty())),
                new ZoneFacts.Sending(List.of(), List.of()),
                List.of(),
                published(Optional.empty(), "pm@example.org"));
        assertThat(lines(bare))
                .noneMatch(line -> line.contains("mta-sts")
                        || line.contains("TLSA")
                        || line.contains("CAA")
                        || line.contains("PTR")
                        || line.contains("domainkey"));
    }

    @Test
    void aServerWithoutANameThatOthersCouldFindTakesNoMailByName() {
        ZoneFacts nameless = new ZoneFacts(
                "example.org", List.of(), SENDING, List.of(), published(Optional.of("7"), "pm@example.org"));
        assertThat(lines(nameless))
                .contains("example.org. 300 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"")
                .noneMatch(line -> line.contains(" MX ") || line.contains(" SRV ") || line.contains(" CNAME "));
    }

    /** RFC 7489 §7.1, §6.2. */
    @ParameterizedTest
    @CsvSource({
        "pm@example.org, mailto:pm@example.org, false",
        "pm@sub.example.org, mailto:pm@sub.example.org, false",
        "r@reports.example, mailto:r@reports.example, true",
        "'a!b;c,d@example.org', mailto:a%21b%3Bc%2Cd@example.org, false",
        "ü@example.org, mailto:%C3%BC@example.org, false"
    })
    void reportsGoToAnAddressThatARecordCanHold(String address, String uri, boolean asked) {
        List<String> lines = lines(facts(published(Optional.empty(), address)));
        assertThat(lines).contains("_dmarc.example.org. 300 IN TXT \"v=DMARC1; p=quarantine; rua=" + uri + "\"");
        assertThat(lines.contains("example.org._report._dmarc.reports.example. 300 IN TXT \"v=DMARC1\""))
                .isEqualTo(asked);
    }

    @Test
    void whatBelongsIntoAnotherZoneStandsBehindASemicolon() {
        List<ZoneRecord> plan = ZonePlan.of(facts(published(Optional.empty(), "pm@example.org")));
        List<String> text = ZoneText.of("example.org", plan, List.of("a remark"), 300);
        assertThat(text)
                .startsWith("; a remark")
                .contains(";_25._tcp.mx.provider.example. 300 IN TLSA 3 1 1 " + DIGEST)
                .contains("_25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 " + DIGEST);
        assertThat(text.stream().filter(line -> !line.startsWith(";") && !line.isEmpty()))
                .allMatch(line -> line.contains("example.org. 300 IN "));
    }

    @ParameterizedTest
    @CsvSource({"example.org, true", "a.example.org, true", "badexample.org, false", "org, false"})
    void aNameIsWithinItsOwnZone(String name, boolean within) {
        assertThat(new ZoneRecord(name, "A", "", "").isWithin("example.org")).isEqualTo(within);
    }

    @Test
    void aLongTextIsCutIntoStringsOf255() {
        ZoneRecord at = new ZoneRecord("a.test", "TXT", "x".repeat(255), "");
        ZoneRecord over = new ZoneRecord("a.test", "TXT", "x".repeat(256), "");
        assertThat(at.rdata()).isEqualTo('"' + "x".repeat(255) + '"');
        assertThat(over.rdata()).isEqualTo('"' + "x".repeat(255) + "\" \"x\"");
        assertThat(new ZoneRecord("a.test", "TXT", "a\"b\\", "").rdata()).isEqualTo("\"a\\\"b\\\\\"");
    }
}

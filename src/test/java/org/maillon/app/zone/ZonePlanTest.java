package org.maillon.app.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZonePlanTest {
    private static List<String> lines(ZoneFacts.Published published) {
        ZoneFacts facts = new ZoneFacts(
                "example.org",
                List.of("mx1.example.org", "mx2.example.org"),
                List.of("ip4:192.0.2.1"),
                List.of(new ZoneFacts.Key("s1", "v=DKIM1; p=AA")),
                published);
        return ZonePlan.of(facts).stream().map(record -> record.line(300)).toList();
    }

    @Test
    void printsEachLineAsAZoneFileHasIt() {
        assertThat(lines(new ZoneFacts.Published(List.of("ab".repeat(32)), Optional.of("7"), "pm@example.org")))
                .isSorted()
                .contains(
                        "example.org. 300 IN MX 10 mx1.example.org.",
                        "example.org. 300 IN MX 20 mx2.example.org.",
                        "example.org. 300 IN TXT \"v=spf1 mx ip4:192.0.2.1 -all\"",
                        "s1._domainkey.example.org. 300 IN TXT \"v=DKIM1; p=AA\"",
                        "_dmarc.example.org. 300 IN TXT \"v=DMARC1; p=quarantine; rua=mailto:pm@example.org\"",
                        "_smtp._tls.example.org. 300 IN TXT \"v=TLSRPTv1; rua=mailto:pm@example.org\"",
                        "_mta-sts.example.org. 300 IN TXT \"v=STSv1; id=7\"",
                        "_25._tcp.mx2.example.org. 300 IN TLSA 3 1 1 " + "ab".repeat(32),
                        "_submissions._tcp.example.org. 300 IN SRV 0 1 465 mx1.example.org.");
    }

    @Test
    void whatIsNotServedIsNotPromised() {
        assertThat(lines(new ZoneFacts.Published(List.of(), Optional.empty(), "pm@example.org")))
                .noneMatch(line -> line.contains("mta-sts") || line.contains("TLSA"));
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

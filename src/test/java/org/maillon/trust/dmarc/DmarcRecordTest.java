package org.maillon.trust.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9989 §4.7, §4.8; RFC 7489 §6.3, §6.4. */
class DmarcRecordTest {
    private static DmarcRecord record(String text) {
        return DmarcRecord.parse(text).orElseThrow();
    }

    @Test
    void readsEveryTag() {
        DmarcRecord record = record(
                "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; psd=n; t=y; pct=40; fo=1;"
                        + " rua=mailto:a@example.org,mailto:b@example.net!10m; ruf=mailto:c@example.org; ri=3600; new=word");
        assertThat(record.policy()).isEqualTo(Policy.REJECT);
        assertThat(record.subdomains()).contains(Policy.QUARANTINE);
        assertThat(record.nonexistent()).contains(Policy.NONE);
        assertThat(record.dkim()).isEqualTo(Alignment.STRICT);
        assertThat(record.spf()).isEqualTo(Alignment.RELAXED);
        assertThat(record.suffix()).isEqualTo(DmarcRecord.Suffix.NO);
        assertThat(record.testing()).isTrue();
        assertThat(record.percent()).isEqualTo(OptionalInt.of(40));
        assertThat(record.aggregate())
                .containsExactly(
                        new ReportUri("mailto:a@example.org", OptionalLong.empty()),
                        new ReportUri("mailto:b@example.net", OptionalLong.of(10L << 20)));
        assertThat(record.failure()).hasSize(1);
    }

    @Test
    void hasDefaults() {
        DmarcRecord record = record("v=DMARC1;p=none");
        assertThat(record.dkim()).isEqualTo(Alignment.RELAXED);
        assertThat(record.spf()).isEqualTo(Alignment.RELAXED);
        assertThat(record.subdomains()).isEmpty();
        assertThat(record.suffix()).isEqualTo(DmarcRecord.Suffix.UNKNOWN);
        assertThat(record.testing()).isFalse();
        assertThat(record.percent()).isEmpty();
        assertThat(record.aggregate()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DMARC1",
                "v=DMARC",
                "v=DMARC10; p=none",
                "v=dmarc1; p=none",
                "p=none; v=DMARC1",
                " ; v=DMARC1; p=none",
                "v=spf1 -all",
                "v=DMARC1",
                "v=DMARC1; p=block",
                "v=DMARC1; p=reject; sp=block",
                "v=DMARC1; rua=nowhere"
            })
    void isNoRecordThatSpeaks(String text) {
        assertThat(DmarcRecord.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1; rua=mailto:a@example.org",
                "v=DMARC1; p=block; rua=mailto:a@example.org",
                "v=DMARC1; p=reject; sp=block; rua=mailto:a@example.org",
                "v=DMARC1; p=reject; np=; rua=mailto:a@example.org"
            })
    void isAsIfItSaidNoneWhereItsPolicyIsUnclearAndItWantsReports(String text) {
        assertThat(record(text).policy()).isEqualTo(Policy.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V=DMARC1;P=Reject",
                "v = DMARC1 ; p = reject ;",
                "v=DMARC1; p=reject;;;",
                "v=DMARC1; p=reject; adkim=x; pct=abc; t=maybe; psd=2; rua=,,;",
                "v=DMARC1; p=reject; p=none",
                "v=DMARC1; sp; p=reject",
                "v=DMARC1;\tp=reject"
            })
    void isLenientBehindTheVersion(String text) {
        assertThat(record(text).policy()).isEqualTo(Policy.REJECT);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "100,100", "99,99", "101,", "-1,", "1000,", "'',"})
    void aPercentageIsWithinItsBounds(String written, Integer read) {
        assertThat(record("v=DMARC1;p=none;pct=" + written).percent())
                .isEqualTo(read == null ? OptionalInt.empty() : OptionalInt.of(read));
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:a@example.org!50, 50",
        "mailto:a@example.org!2k, 2048",
        "mailto:a@example.org!1g, 1073741824",
        "mailto:a@example.org!1T, 1099511627776",
        "mailto:a@example.org!999999999999t, 9223372036854775807"
    })
    void knowsSizes(String uri, long octets) {
        assertThat(ReportUri.parse(uri))
                .isEqualTo(Optional.of(new ReportUri("mailto:a@example.org", OptionalLong.of(octets))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mailto:",
                ":a",
                "mailto:a@example.org!",
                "mailto:a@example.org!m",
                "mailto:a b@c",
                "a@example.org",
                "mailto:a@b!1234567890123"
            })
    void isNoPlaceForReports(String uri) {
        assertThat(ReportUri.parse(uri)).isEmpty();
    }

    @Test
    void decodesAnAddress() {
        assertThat(mailbox("mailto:dmarc%2Breports%21@example.org?subject=x")).contains("dmarc+reports!@example.org");
        assertThat(mailbox("MAILTO:a@example.org")).contains("a@example.org");
        assertThat(mailbox("mailto:a%0d%0ab@example.org")).isEmpty();
        assertThat(mailbox("mailto:a@example.org%4")).isEmpty();
        assertThat(mailbox("https://example.org/")).isEmpty();
    }

    private static Optional<String> mailbox(String uri) {
        return ReportUri.parse(uri).orElseThrow().mailbox();
    }
}

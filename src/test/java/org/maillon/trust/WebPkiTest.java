package org.maillon.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.trust.Certificates.Identity;
import org.maillon.trust.WebPki.Verdict;

class WebPkiTest {
    private static final Identity AUTHORITY = Certificates.authority("Test authority");
    private static final WebPki PKI = WebPki.of(List.of(AUTHORITY.certificate()));
    private static final List<String> HOST = List.of("mx.example.org");

    private static Verdict judge(Identity server) {
        return PKI.judge(server.chain(), HOST, Instant.now());
    }

    @Test
    void trustsACertificateOfTheHostUnderAnAuthority() {
        assertThat(judge(Certificates.under(AUTHORITY, "mx.example.org"))).isEqualTo(new Verdict.Good());
        assertThat(judge(Certificates.under(AUTHORITY, "*.example.org"))).isEqualTo(new Verdict.Good());
        assertThat(judge(Certificates.under(Certificates.intermediate(AUTHORITY, "Between"), "mx.example.org")))
                .isEqualTo(new Verdict.Good());
    }

    @Test
    void saysWhatIsWrongWithAnyOther() {
        assertThat(judge(Certificates.under(AUTHORITY, "other.example.org")))
                .isEqualTo(new Verdict.OtherHost("the certificate is for other.example.org, not for mx.example.org"));
        assertThat(judge(Certificates.expired(AUTHORITY, "mx.example.org"))).isInstanceOf(Verdict.Expired.class);
        assertThat(judge(Certificates.selfSigned("mx.example.org"))).isInstanceOf(Verdict.NotTrusted.class);
        assertThat(judge(Certificates.under(Certificates.authority("Test authority"), "mx.example.org")))
                .as("another authority of the same name")
                .isInstanceOf(Verdict.NotTrusted.class);
        assertThat(PKI.judge(List.of(), HOST, Instant.now())).isInstanceOf(Verdict.NotTrusted.class);
    }

    @Test
    void aCertificateThatMayNotIssueIsNoAuthority() {
        Identity server = Certificates.under(AUTHORITY, "evil.example");
        assertThat(judge(Certificates.under(server, "mx.example.org"))).isInstanceOf(Verdict.NotTrusted.class);
    }

    @Test
    void theListOfTheJdkIsThere() {
        assertThat(WebPki.withMore(List.of()).judge(AUTHORITY.chain(), HOST, Instant.now()))
                .isInstanceOf(Verdict.NotTrusted.class);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "mx.example.org, mx.example.org, true",
        "*.example.org, mx.example.org, true",
        "*.example.org, a.mx.example.org, false",
        "*.example.org, example.org, false",
        "m*.example.org, mx.example.org, false",
        "*, org, false",
        "*.org, example.org, true",
    })
    void aStarStandsForOneWholeLabel(String pattern, String host, boolean matches) { // RFC 9525 §6.3
        assertThat(CertificateNames.matches(pattern, host)).isEqualTo(matches);
    }
}

package org.maillon.trust.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.dns.TlsaRecord;
import org.maillon.kernel.Bytes;
import org.maillon.trust.Certificates;
import org.maillon.trust.Certificates.Identity;
import org.maillon.trust.WebPki.Verdict;

class DaneJudgeTest {
    private static final Identity AUTHORITY = Certificates.authority("Its own authority");
    private static final Identity SERVER = Certificates.under(AUTHORITY, "mx.example.org");
    private static final Set<String> NAMES = Set.of("mx.example.org", "example.org");

    static TlsaRecord record(int usage, int selector, int matching, X509Certificate certificate) {
        try {
            byte[] selected = selector == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            byte[] data = matching == 0
                    ? selected
                    : MessageDigest.getInstance(matching == 1 ? "SHA-256" : "SHA-512")
                            .digest(selected);
            return new TlsaRecord(usage, selector, matching, Bytes.wrap(data));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict judge(Identity server, TlsaRecord... records) {
        return DaneJudge.judge(
                new DaneLookup.Found.Records(Tlsa.usable(List.of(records)), NAMES), server.chain(), Instant.now());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"3,0,0", "3,0,1", "3,0,2", "3,1,0", "3,1,1", "3,1,2"})
    void anEndEntityRecordMatchesTheServersOwnCertificate(int usage, int selector, int matching) { // RFC 6698 §2.1
        assertThat(judge(SERVER, record(usage, selector, matching, SERVER.certificate())))
                .isEqualTo(new Verdict.Good());
        assertThat(judge(SERVER, record(usage, selector, matching, AUTHORITY.certificate())))
                .isInstanceOf(Verdict.NotTrusted.class);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2,0,0", "2,0,1", "2,0,2", "2,1,0", "2,1,1", "2,1,2"})
    void aTrustAnchorRecordMatchesAnAuthorityAboveIt(int usage, int selector, int matching) {
        assertThat(judge(SERVER, record(usage, selector, matching, AUTHORITY.certificate())))
                .isEqualTo(new Verdict.Good());
        assertThat(judge(
                        SERVER,
                        record(
                                usage,
                                selector,
                                matching,
                                Certificates.authority("x").certificate())))
                .isInstanceOf(Verdict.NotTrusted.class);
    }

    @Test
    void aTrustAnchorThatIsGivenWholeNeedNotBeSent() {
        Identity alone = new Identity(List.of(SERVER.certificate()), SERVER.key());
        assertThat(judge(alone, record(2, 0, 0, AUTHORITY.certificate()))).isEqualTo(new Verdict.Good());
        assertThat(judge(alone, record(2, 1, 0, AUTHORITY.certificate()))).isEqualTo(new Verdict.Good());
        assertThat(judge(alone, record(2, 0, 1, AUTHORITY.certificate()))).isInstanceOf(Verdict.NotTrusted.class);
    }

    @Test
    void namesAndDatesCountUnderAnAuthorityOnly() { // RFC 7672 §3.1.1, §3.1.2
        Identity old = Certificates.expired(AUTHORITY, "mx.example.org");
        Identity stranger = Certificates.under(AUTHORITY, "mx.elsewhere.example");

        assertThat(judge(old, record(3, 1, 1, old.certificate()))).isEqualTo(new Verdict.Good());
        assertThat(judge(old, record(2, 1, 1, AUTHORITY.certificate()))).isInstanceOf(Verdict.Expired.class);
        assertThat(judge(stranger, record(3, 1, 1, stranger.certificate()))).isEqualTo(new Verdict.Good());
        assertThat(judge(stranger, record(2, 1, 1, AUTHORITY.certificate()))).isInstanceOf(Verdict.OtherHost.class);
    }

    @Test
    void oneRecordThatMatchesIsEnough() {
        assertThat(judge(SERVER, record(3, 1, 1, AUTHORITY.certificate()), record(2, 1, 1, AUTHORITY.certificate())))
                .isEqualTo(new Verdict.Good());
    }

    @Test
    void aKeyThatOnlySignedTheChainIsNotTheServers() {
        Identity forged = new Identity(
                List.of(
                        Certificates.selfSigned("mx.example.org").certificate(),
                        SERVER.certificate(),
                        AUTHORITY.certificate()),
                SERVER.key());
        assertThat(judge(forged, record(3, 1, 1, SERVER.certificate()))).isInstanceOf(Verdict.NotTrusted.class);
        assertThat(judge(forged, record(2, 1, 1, AUTHORITY.certificate()))).isInstanceOf(Verdict.NotTrusted.class);
    }

    @ParameterizedTest(name = "{0} {1} {2} with {3} octets: {4}")
    @CsvSource({
        "0, 1, 1, 32, PKIX-TA (RFC 7672 §3.1.3)",
        "1, 1, 1, 32, PKIX-EE (RFC 7672 §3.1.3)",
        "4, 1, 1, 32, an unknown usage",
        "255, 1, 1, 32, a private usage",
        "3, 2, 1, 32, an unknown selector",
        "3, 1, 3, 32, an unknown matching type",
        "3, 1, 1, 31, a digest that is too short",
        "3, 1, 1, 33, a digest that is too long",
        "3, 1, 2, 32, a digest of the other kind",
        "3, 1, 0, 0, nothing",
    })
    void otherRecordsAreOfNoUse(int usage, int selector, int matching, int octets, String why) {
        assertThat(Tlsa.usable(List.of(new TlsaRecord(usage, selector, matching, Bytes.wrap(new byte[octets])))))
                .as(why)
                .isEmpty();
    }

    @Test
    void garbageAsAWholeCertificateMatchesNothing() {
        assertThat(judge(SERVER, new TlsaRecord(2, 0, 0, Bytes.utf8("garbage"))))
                .isInstanceOf(Verdict.NotTrusted.class);
        assertThat(judge(SERVER, new TlsaRecord(2, 1, 0, Bytes.utf8("garbage"))))
                .isInstanceOf(Verdict.NotTrusted.class);
    }
}

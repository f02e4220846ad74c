package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.deliver.tls.HttpsPolicyHost;
import org.maillon.dns.FakeResolver;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.serve.tls.Authority;
import org.maillon.trust.WebPki;
import org.maillon.trust.mtasts.PolicyHost.Fetched;
import org.maillon.trust.mtasts.StsPolicy;

/** The MTA-STS policy of a domain of ours, as another server gets it. */
class OwnPolicyTest {
    private static final String CONFIG = "host-name = \"mail.maillon.test\"\n[http]\nplain = []\n"
            + "tls = [\"127.0.0.1:0\"]\n[[certificate]]\nchain = \"policy.pem\"\n";

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void open() throws Exception {
        Authority authority = Authority.ofToday();
        Authority.write(folder.resolve("policy.pem"), authority.identity("EC", "mta-sts.maillon.test"));
        Authority.write(folder.resolve("root.pem"), authority.rootPem());
        house = House.open(folder, CONFIG);
        Awaitility.await().until(() -> house.office.webPorts().size() == 1);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** What we serve, our own sender fetches and would obey; the zone says the same id. */
    @Test
    void ourOwnFetcherTakesThePolicyThatWeServe() throws Exception {
        assertThat(house.types("domain", "dns", "maillon.test").out()).doesNotContain("_mta-sts");
        Typed set = house.types("domain", "set", "maillon.test", "--mta-sts", "enforce");
        assertThat(set.out()).contains("MTA-STS policy enforce");
        X509Certificate root = root();
        SocketDialer dialer = new SocketDialer();
        try {
            InstantSource clock = InstantSource.system();
            Fetched fetched = new HttpsPolicyHost(
                            new FakeResolver().host("mta-sts.maillon.test", "127.0.0.1"),
                            dialer,
                            () -> WebPki.of(List.of(root)),
                            new HttpsPolicyHost.Clocks(clock, clock),
                            new HttpsPolicyHost.Bounds(house.office.webPorts().getLast(), Duration.ofSeconds(10), 4096))
                    .fetch("maillon.test");
            assertThat(fetched).isInstanceOf(Fetched.File.class);
            StsPolicy.Parsed parsed =
                    StsPolicy.parse(((Fetched.File) fetched).octets().toArray());
            assertThat(parsed).isInstanceOfSatisfying(StsPolicy.Parsed.Valid.class, valid -> {
                assertThat(valid.policy().mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
                assertThat(valid.policy().admits("mail.maillon.test")).isTrue();
                assertThat(valid.policy().admits("mail.there.test")).isFalse();
                assertThat(house.types("domain", "dns", "maillon.test").out())
                        .contains("\"v=STSv1; id=" + valid.policy().id() + "\"", "mta-sts.maillon.test. 3600 IN CNAME");
            });
        } finally {
            dialer.close();
        }
        assertThat(house.types("domain", "set", "maillon.test", "--no-mta-sts").exit())
                .isZero();
        assertThat(house.types("domain", "dns", "maillon.test").out()).doesNotContain("_mta-sts");
    }

    /** It said 'mx: localhost' once, which keeps everybody away who has read it. */
    @Test
    void aServerThatNobodyElseCanFindHasNoPolicy() throws Exception {
        try (House local = House.open(folder.resolve("local"), "host-name = \"localhost\"\n")) {
            local.types("domain", "set", "maillon.test", "--mta-sts", "enforce");
            assertThat(local.types("domain", "dns", "maillon.test").out())
                    .contains("; no MTA-STS policy: it would name no host that others could find")
                    .doesNotContain("_mta-sts");
        }
    }

    @Test
    void aPolicyThatNobodyCouldFetchForWantOfACertificateIsTold() throws Exception {
        try (House bare = House.open(folder.resolve("bare"), "host-name = \"mail.maillon.test\"\n")) {
            String remark = "; no certificate is for mta-sts.maillon.test here; unless it is served elsewhere";
            assertThat(bare.types("domain", "dns", "maillon.test").out()).doesNotContain(remark);
            bare.types("domain", "set", "maillon.test", "--mta-sts", "testing");
            assertThat(bare.types("domain", "dns", "maillon.test").out()).contains(remark);
        }
        house.types("domain", "set", "maillon.test", "--mta-sts", "testing");
        assertThat(house.types("domain", "dns", "maillon.test").out()).doesNotContain("no certificate is for mta-sts");
    }

    private X509Certificate root() throws IOException {
        try (var in = Files.newInputStream(folder.resolve("root.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException e) {
            throw new IOException(e);
        }
    }
}

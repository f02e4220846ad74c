package org.maillon.serve.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.ByteSize;

class CertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Authority AUTHORITY = new Authority(NOW);
    private static final ServerTlsSettings SETTINGS = new ServerTlsSettings(
            true, Duration.ofSeconds(10), new ByteSize(65536), Duration.ofDays(1), Duration.ofSeconds(30), "");

    @TempDir
    Path folder;

    private Certificates certificates(CertificateSetting... configured) {
        return certificates(NOW, configured);
    }

    private Certificates certificates(Instant now, CertificateSetting... configured) {
        return new Certificates(
                SETTINGS,
                List.of(configured),
                new Certificates.Places(folder, folder.resolve("kept"), () -> Set.of("mail.test")),
                () -> now,
                new Random(1));
    }

    private static final CertificateSetting ONE = new CertificateSetting("one.pem", "");

    private Path one(Identity identity) {
        return Authority.write(folder.resolve("one.pem"), identity);
    }

    @Test
    void aGoodCertificateIsReadWithoutAWord() {
        one(AUTHORITY.identity("EC", "mail.test"));

        CertificateReport report = certificates(ONE).read();

        assertThat(report.faults()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        Identity read = report.inUse().all().getFirst();
        assertThat(read.names()).containsExactly("mail.test");
        assertThat(read.issuer()).isEqualTo("CN=Root for tests");
        assertThat(read.ends()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(read.chain()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keysAreReadInTheirOlderFormsToo(String kind) throws IOException {
        Identity identity = AUTHORITY.identity(kind, "mail.test");
        Authority.write(folder.resolve("chain.pem"), identity);
        Authority.write(folder.resolve("key.pem"), traditional(identity.key()));
        assertThat(folder.resolve("key.pem")).content().contains("BEGIN " + kind + " PRIVATE KEY");

        CertificateReport report =
                certificates(new CertificateSetting("chain.pem", "key.pem")).read();

        assertThat(report.faults()).isEmpty();
    }

    /** As 'openssl ec' and 'openssl rsa -traditional' write them. */
    private static String traditional(PrivateKey key) throws IOException {
        Object own = key instanceof ECPrivateKey elliptic
                ? new PemObject(
                        "EC PRIVATE KEY",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(256, elliptic.getS(), SECObjectIdentifiers.secp256r1)
                                .getEncoded())
                : key;
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(own);
        }
        return text.toString();
    }

    @Test
    void anEncryptedKeyIsRefusedWithARemedy() {
        one(AUTHORITY.identity("RSA", "mail.test"));
        String text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
                + "00112233445566778899AABBCCDDEEFF\n\nMIIB\n-----END RSA PRIVATE KEY-----\n";
        Authority.write(folder.resolve("key.pem"), text);

        assertThat(certificates(new CertificateSetting("one.pem", "key.pem"))
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .contains("key.pem holds an encrypted key; decrypt it");
    }

    @Test
    void aKeyThatDoesNotFitIsAFaultThatNamesBothFiles() {
        one(AUTHORITY.identity("EC", "mail.test"));
        Authority.write(
                folder.resolve("key.pem"), Pem.write(Authority.keys("EC").getPrivate()));

        assertThat(certificates(new CertificateSetting("one.pem", "key.pem"))
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .contains("the key in " + folder.resolve("key.pem") + " does not fit the certificate in "
                        + folder.resolve("one.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void aKeyOfAnotherKindDoesNotFitEither(String kind) {
        one(AUTHORITY.identity("EC", "mail.test"));
        Authority.write(
                folder.resolve("key.pem"), Pem.write(Authority.keys(kind).getPrivate()));

        assertThat(certificates(new CertificateSetting("one.pem", "key.pem"))
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .contains("does not fit");
    }

    @Test
    void filesThatAreMissingEmptyOrNoPemAreFaultsThatNameThem() {
        Authority.write(folder.resolve("empty.pem"), "");
        Authority.write(folder.resolve("half.pem"), "-----BEGIN CERTIFICATE-----\nMIIB");
        Authority.write(folder.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");

        for (String file : List.of("missing.pem", "empty.pem", "half.pem", "junk.pem")) {
            assertThat(certificates(new CertificateSetting(file, "")).read().faults())
                    .singleElement()
                    .asString()
                    .startsWith(folder.resolve(file).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aFileHasABound(int beyond) throws IOException {
        Identity identity = AUTHORITY.identity("EC", "mail.test");
        String text = Pem.write(identity.key(), identity.chain());
        Files.writeString(folder.resolve("one.pem"), text + "\n".repeat(Pem.MOST - text.length() + beyond));

        assertThat(certificates(ONE).read().faults().isEmpty()).isEqualTo(beyond <= 0);
    }

    @Test
    void anExpiredCertificateIsServedAndComplainedOf() {
        one(AUTHORITY.identity("EC", NOW.minusSeconds(1), "mail.test"));

        CertificateReport report = certificates(ONE).read();

        assertThat(report.faults()).isEmpty();
        assertThat(report.inUse().all()).hasSize(1);
        assertThat(report.warnings()).singleElement().asString().contains("one.pem expired at 2026-11-23T11:59:59Z");
    }

    @Test
    void oneThatEndsWithinAWeekIsComplainedOf() {
        one(AUTHORITY.identity("EC", NOW.plus(Duration.ofDays(6)), "mail.test"));

        assertThat(certificates(ONE).read().warnings())
                .singleElement()
                .asString()
                .contains("expires at 2026-11-29");
    }

    @Test
    void oneThatIsForOtherNamesIsServedAndComplainedOf() {
        one(AUTHORITY.identity("EC", "other.test"));

        CertificateReport report = certificates(ONE).read();

        assertThat(report.faults()).isEmpty();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("no certificate is for mail.test")
                .contains("one.pem [other.test]");
    }

    @Test
    void aFileThatChangedIsReadAnew() throws IOException {
        Path file = one(AUTHORITY.identity("EC", "mail.test"));
        Certificates certificates = certificates(ONE);
        certificates.read();
        Object before = certificates.context();
        certificates.look();
        assertThat(certificates.context()).isSameAs(before);

        one(AUTHORITY.identity("EC", "mail.test", "new.test"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(5)));
        certificates.look();

        assertThat(certificates.inUse().areFor("new.test")).isTrue();
        assertThat(certificates.context()).isNotSameAs(before);
    }

    @Test
    void aFileThatWasSpoiltLeavesTheOldCertificateInUse() {
        one(AUTHORITY.identity("EC", "mail.test"));
        Certificates certificates = certificates(ONE);
        certificates.read();

        Authority.write(folder.resolve("one.pem"), "spoilt");
        certificates.look();

        assertThat(certificates.inUse().areFor("mail.test")).isTrue();
        CertificateReport report = certificates.reload(SETTINGS, List.of(ONE));
        assertThat(report.faults()).hasSize(1);
        assertThat(report.inUse().areFor("mail.test")).isTrue();
    }

    @Test
    void withoutAnyOneIsMadeKeptAndNobodyElsesToRead() throws IOException {
        Certificates certificates = certificates();
        CertificateReport report = certificates.read();
        Identity made = report.inUse().all().getFirst();

        assertThat(report.faults()).isEmpty();
        assertThat(made.isSelfSigned()).isTrue();
        assertThat(made.names()).contains("mail.test", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("kept/self-signed.pem"))))
                .isEqualTo("rw-------");
        assertThat(certificates().read().inUse().all().getFirst().certificate()).isEqualTo(made.certificate());
        assertThat(certificates(NOW.plus(Duration.ofDays(701)))
                        .read()
                        .inUse()
                        .all()
                        .getFirst()
                        .certificate())
                .isNotEqualTo(made.certificate());
    }

    /** A TLSA record may name it. */
    @Test
    void aSelfSignedOneThatGrowsOldIsRenewedWithItsKey() {
        certificates().read();
        List<ShownKey> keys = certificates().keysOf("mail.test");
        assertThat(keys).singleElement().extracting(ShownKey::when).isEqualTo(ShownKey.When.NOW_SELF_SIGNED);
        Instant later = NOW.plus(Duration.ofDays(720));

        Certificates anew = certificates(later);
        Identity made = anew.read().inUse().all().getFirst();

        assertThat(made.ends()).isAfter(later.plus(Duration.ofDays(700)));
        assertThat(anew.keysOf("mail.test")).isEqualTo(keys);
    }

    @Test
    void keysAreToldOfBeforeAnyClientCame() {
        assertThat(certificates().keysOf("mail.test")).isEmpty();
        assertThat(folder.resolve("kept")).doesNotExist(); // nothing is made by asking
    }

    /** RFC 7671 §5.1; two certificates for a name, two for none. */
    @Test
    void eachDistinctKeyOfAHostIsToldOnce() {
        Identity rsa = AUTHORITY.identity("RSA", "mail.test");
        Authority.write(folder.resolve("rsa.pem"), rsa);
        Authority.write(folder.resolve("again.pem"), rsa);
        Authority.write(folder.resolve("ec.pem"), AUTHORITY.identity("EC", "mail.test"));
        Authority.write(folder.resolve("other.pem"), AUTHORITY.identity("EC", "other.test"));
        Certificates certificates = certificates(
                new CertificateSetting("rsa.pem", ""),
                new CertificateSetting("again.pem", ""),
                new CertificateSetting("ec.pem", ""),
                new CertificateSetting("other.pem", ""));
        assertThat(certificates.keysOf("mail.test"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.when() == ShownKey.When.NOW && key.digest().length() == 64)
                .isEqualTo(certificates.keysOf("MAIL.test"));
        assertThat(certificates.keysOf("other.test"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(certificates.keysOf("mail.test"));
    }

    @Test
    void aSelfSignedOneThatWasSpoiltIsMadeAnew() throws IOException {
        certificates().read();
        Files.writeString(folder.resolve("kept/self-signed.pem"), "spoilt");

        assertThat(certificates().read().inUse().all()).hasSize(1);
    }

    @Test
    void aFetchedCertificateTakesTheSelfSignedOnesPlace() throws IOException {
        Certificates certificates = certificates();
        certificates.read();
        Files.createDirectories(folder.resolve("kept/acme"));
        Authority.write(folder.resolve("kept/acme/mail.test.pem"), AUTHORITY.identity("EC", "mail.test"));
        certificates.look();

        assertThat(certificates.inUse().all())
                .singleElement()
                .extracting(Identity::issuer)
                .isEqualTo("CN=Root for tests");
    }

    /** It once made a new key, and senders that go by TLSA (RFC 7671 §8.1) stayed away. */
    @Test
    void theFirstFetchedCertificateHasTheKeyThatTlsaWasPrintedFor() {
        certificates().read();
        String printed = certificates().keysOf("mail.test").getFirst().digest();
        HostKeys keys = new HostKeys(folder.resolve("kept"));

        assertThat(ShownKey.digest(keys.choose("mail.test", true, NOW).pair().getPublic()))
                .isEqualTo(printed);
        assertThat(ShownKey.digest(keys.choose("mail.test", false, NOW).pair().getPublic()))
                .isNotEqualTo(printed);
    }

    private Certificates certificates(String policyHost, String... hosts) {
        return new Certificates(
                SETTINGS,
                List.of(),
                new Certificates.Places(folder, folder.resolve("kept"), () -> Set.of(hosts), () -> Set.of(policyHost)),
                () -> NOW,
                new Random(1));
    }

    /** That of a policy's host alone once made the mail host show its key. */
    @Test
    void aHostThatNobodyVouchesForYetKeepsItsOwnCertificateBesideThoseThatWereFetched() throws IOException {
        Certificates certificates = certificates("mta-sts.mail.test", "mail.test", "localhost");
        certificates.read();
        List<ShownKey> printed = certificates.keysOf("mail.test");
        assertThat(certificates.isVouchedFor("mail.test")).isFalse();
        Files.createDirectories(folder.resolve("kept/acme"));
        Authority.write(
                folder.resolve("kept/acme/mta-sts.mail.test.pem"), AUTHORITY.identity("EC", "mta-sts.mail.test"));
        certificates.look();

        assertThat(certificates.keysOf("mail.test")).isEqualTo(printed);
        assertThat(certificates.inspect().inUse()).isEqualTo(certificates.inUse());
        assertThat(certificates.keysOf("mta-sts.mail.test"))
                .singleElement()
                .extracting(ShownKey::when)
                .isEqualTo(ShownKey.When.NOW);
        assertThat(certificates.read().warnings())
                .anyMatch(says -> says.startsWith("no certificate is for mail.test; its clients are shown")
                        && says.contains("self-signed.pem"))
                .noneMatch(says -> says.startsWith("no certificate is for mta-sts"));

        Authority.write(folder.resolve("kept/acme/mail.test.pem"), AUTHORITY.identity("EC", "mail.test"));
        certificates.look();
        assertThat(certificates.inUse().all()).noneMatch(Identity::isSelfSigned);
    }

    @Test
    void aPolicysHostWithoutACertificateThatOthersCouldBelieveIsComplainedOf() throws IOException {
        Certificates certificates = certificates("mta-sts.mail.test", "mail.test");
        assertThat(certificates.read().warnings())
                .singleElement()
                .asString()
                .contains("no certificate is for mta-sts.mail.test here");
        assertThat(certificates.isVouchedFor("mta-sts.mail.test")).isFalse();

        Files.createDirectories(folder.resolve("kept/acme"));
        Authority.write(folder.resolve("kept/acme/both.pem"), AUTHORITY.identity("EC", "*.mail.test", "mail.test"));
        assertThat(certificates.read().warnings()).isEmpty();
        assertThat(certificates.isVouchedFor("mta-sts.mail.test")).isTrue();
    }
}

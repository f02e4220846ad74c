package org.maillon.serve.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.ByteSize;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.TlsFailedException;
import org.maillon.serve.tls.ListenerTls.ClientCertificates;

@Timeout(60)
class ListenerTlsTest {
    private static final Authority AUTHORITY = Authority.ofToday();

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static ServerTlsSettings settings(Duration time, long octets, boolean tls12) {
        return new ServerTlsSettings(tls12, time, new ByteSize(octets), Duration.ofDays(1), Duration.ofSeconds(30), "");
    }

    private ListenerTls tls(ServerTlsSettings settings, ClientCertificates clients, Identity... identities) {
        List<CertificateSetting> configured = new ArrayList<>();
        for (int i = 0; i < identities.length; i++) {
            Authority.write(folder.resolve(i + ".pem"), identities[i]);
            configured.add(new CertificateSetting(i + ".pem", ""));
        }
        Certificates certificates = new Certificates(
                settings,
                configured,
                new Certificates.Places(folder, folder.resolve("kept"), () -> Set.of("mail.test")),
                InstantSource.system(),
                new Random(1));
        return new ListenerTls(certificates, () -> "mail.test", clients);
    }

    private ListenerTls tls(Identity... identities) {
        return tls(settings(Duration.ofSeconds(10), 65536, true), ClientCertificates.NONE, identities);
    }

    private TlsEcho first(ListenerTls tls) throws IOException {
        TlsEcho echo = TlsEcho.first(tls);
        open.add(echo);
        return echo;
    }

    private TlsEcho afterACommand(ListenerTls tls) throws IOException {
        TlsEcho echo = TlsEcho.afterACommand(tls);
        open.add(echo);
        return echo;
    }

    private TlsClient client(TlsEcho echo) throws IOException {
        TlsClient client = new TlsClient(echo.port());
        open.add(client);
        return client;
    }

    @ParameterizedTest
    @CsvSource({"EC, TLSv1.3", "EC, TLSv1.2", "RSA, TLSv1.3", "RSA, TLSv1.2", "Ed25519, TLSv1.3", "Ed25519, TLSv1.2"})
    void speaksWithEveryKindOfKey(String kind, String protocol) throws IOException {
        TlsClient client =
                client(first(tls(AUTHORITY.identity(kind, "mail.test")))).secure("mail.test", protocol);

        assertThat(client.hear()).isEqualTo("hello");
        assertThat(client.say("who")).startsWith(protocol + " TLS_").endsWith(" mail.test -");
        assertThat(client.say("again")).isEqualTo("again");
    }

    @Test
    void nothingOlderThanTls12IsSpoken() throws IOException {
        TlsEcho echo = first(tls(AUTHORITY.identity("EC", "mail.test")));
        // A ClientHello of TLS 1.1 by hand: the JDK itself does not speak it any more.
        byte[] hello =
                HexFormat.of().parseHex("160301002f0100002b0302" + "00".repeat(32) + "000002c0130100" + "0000" + "00");
        TlsClient client = client(echo);
        client.send(hello);

        assertThat(client.rest()).startsWith(21, 3); // an alert
    }

    @Test
    void tls12CanBeTurnedOff() throws IOException {
        ListenerTls tls = tls(
                settings(Duration.ofSeconds(10), 65536, false),
                ClientCertificates.NONE,
                AUTHORITY.identity("EC", "mail.test"));
        TlsEcho echo = first(tls);

        assertThatThrownBy(() -> client(echo).secure("mail.test", "TLSv1.2")).isInstanceOf(SSLException.class);
        assertThat(client(echo).secure("mail.test").hear()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.test, CN=mail.test",
        "MAIL.test, CN=mail.test",
        "shop.other.test, CN=star.other.test",
        "exact.other.test, CN=exact.other.test",
        "a.b.other.test, CN=mail.test", // a star is one label
        "unknown.test, CN=mail.test",
        "'', CN=mail.test",
    })
    void showsTheCertificateOfTheNameAskedFor(String asked, String shown) throws IOException {
        TlsEcho echo = first(tls(
                AUTHORITY.identity("EC", "*.other.test"),
                AUTHORITY.identity("EC", "exact.other.test"),
                AUTHORITY.identity("EC", "mail.test")));

        X509Certificate certificate = client(echo).secure(asked).shown();

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo(shown);
    }

    @Test
    void ofTwoKindsForANameTheClientsAbilitiesChoose() throws IOException {
        TlsEcho echo = first(tls(AUTHORITY.identity("RSA", "mail.test"), AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        SSLContext context = TlsClient.context(Optional.empty());
        assertThat(client.secure(context, "mail.test").shown().getPublicKey().getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void whatStandsBehindStartTlsInTheClearIsNeverRead() throws IOException {
        TlsEcho echo = afterACommand(tls(AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        assertThat(client.hear()).isEqualTo("hello");
        client.send("starttls\r\ninjected\r\n");
        assertThat(client.hear()).isEqualTo("go");

        client.secure("mail.test");

        assertThat(client.hear()).isEqualTo("dropped 10");
        assertThat(client.say("mine")).isEqualTo("mine"); // and not "injected"
    }

    @Test
    void whatIsInjectedAfterTheAnswerToStartTlsIsNoHandshake() throws IOException {
        TlsEcho echo = afterACommand(tls(AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        client.hear();
        client.say("starttls");
        client.send("MAIL FROM:<mallory@evil.test>\r\n");

        assertThat(client.rest()).isEmpty();
        Awaitility.await().until(() -> echo.failed == TlsFailedException.Why.NO_TLS);
    }

    @Test
    void whoSpeaksInTheClearWhereTlsComesFirstIsToldSo() throws IOException {
        TlsEcho echo = first(tls(AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        client.send("EHLO client.test\r\n");

        assertThat(new String(client.rest(), StandardCharsets.US_ASCII)).isEqualTo("TLS_FIRST\r\n");
    }

    @Test
    void whoWaitsForAGreetingWhereTlsComesFirstIsToldSoWhenTheTimeIsOver() throws IOException {
        TlsEcho echo = first(tls(
                settings(Duration.ofMillis(300), 65536, true),
                ClientCertificates.NONE,
                AUTHORITY.identity("EC", "mail.test")));

        assertThat(new String(client(echo).rest(), StandardCharsets.US_ASCII)).isEqualTo("TLS_FIRST\r\n");
    }

    @Test
    void aHandshakeThatHangsEndsWithItsTime() throws IOException {
        TlsEcho echo = first(tls(
                settings(Duration.ofMillis(300), 65536, true),
                ClientCertificates.NONE,
                AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        client.send(new byte[] {22, 3, 1, 2, 0, 1});

        assertThat(client.rest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8191, true", "8192, true", "8193, false"})
    void aHandshakeHasABoundInOctets(int octets, boolean within) throws IOException {
        TlsEcho echo = afterACommand(tls(
                settings(Duration.ofMillis(500), 8192, true),
                ClientCertificates.NONE,
                AUTHORITY.identity("EC", "mail.test")));
        TlsClient client = client(echo);
        client.hear();
        client.say("starttls");
        // One long record of a handshake that never becomes whole: time ends it, or its length does.
        byte[] record = new byte[octets];
        System.arraycopy(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3F, 0}, 0, record, 0, 9);
        long begun = System.nanoTime();
        client.send(record);
        try {
            var _ = client.rest();
        } catch (IOException _) {
            // reset, for octets were left unread
        }

        Awaitility.await().until(() -> echo.failed == TlsFailedException.Why.TOO_LONG);
        assertThat(System.nanoTime() - begun >= 450_000_000L).isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void garbageInTheHandshakeIsAnsweredWithAnAlertOrTheEnd(int seed) throws IOException {
        TlsEcho echo = first(tls(AUTHORITY.identity("EC", "mail.test")));
        byte[] garbage = new byte[300];
        new Random(seed).nextBytes(garbage);
        System.arraycopy(new byte[] {22, 3, 3, 1, 39}, 0, garbage, 0, 5);
        TlsClient client = client(echo);
        client.send(garbage);

        assertThat(client.rest()).startsWith(21, 3); // an alert, not silence
        assertThat(client(echo).secure("mail.test").hear()).isEqualTo("hello");
    }

    @Test
    void recordsOfEverySizeGoBothWays() throws IOException {
        TlsClient client =
                client(first(tls(AUTHORITY.identity("EC", "mail.test")))).secure("mail.test");
        client.hear();
        for (int size : new int[] {1, 511, 512, 513, 8191, 8192, 16384, 16385, 100_000}) {
            assertThat(client.say("large " + size)).hasSize(size);
        }
        for (int size : new int[] {1, 2047, 16384, 16385, 1_000_000}) {
            client.send("body " + size + "\r\n");
            client.send("a".repeat(size));
            assertThat(client.hear()).isEqualTo("sum " + 97L * size);
        }
        assertThat(client.say("still here")).isEqualTo("still here");
    }

    @Test
    void manyShortLinesInOneRecordAreAllHeard() throws IOException {
        TlsClient client =
                client(first(tls(AUTHORITY.identity("EC", "mail.test")))).secure("mail.test");
        client.hear();
        client.send("line\r\n".repeat(2000));

        for (int i = 0; i < 2000; i++) {
            assertThat(client.hear()).isEqualTo("line");
        }
    }

    @Test
    void aClientComesBackToItsSessionWithoutAFullHandshake() throws IOException {
        TlsEcho echo = first(tls(AUTHORITY.identity("RSA", "mail.test")));
        SSLContext context = TlsClient.context(Optional.empty());
        TlsClient first = client(echo).secure(context, "mail.test");
        first.hear();
        first.say("so that the ticket is read");
        long created = first.secured().getSession().getCreationTime();
        first.close();
        Awaitility.await().until(() -> System.currentTimeMillis() > created);

        TlsClient second = client(echo).secure(context, "mail.test");

        assertThat(second.hear()).isEqualTo("hello");
        assertThat(second.secured().getSession().getCreationTime()).isEqualTo(created);
    }

    @Test
    void bothEndsBindToTheSameChannel() throws Exception {
        TlsClient client =
                client(first(tls(AUTHORITY.identity("EC", "mail.test")))).secure("mail.test");
        client.hear();
        byte[] ours = ((ExtendedSSLSession) client.secured().getSession())
                .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);

        assertThat(client.say("bind")).isEqualTo(HexFormat.of().formatHex(ours));
        TlsClient older =
                client(first(tls(AUTHORITY.identity("EC", "mail.test")))).secure("mail.test", "TLSv1.2");
        older.hear();
        assertThat(older.say("bind")).isEqualTo("none");
    }

    @Test
    void whoIsTurnedAwayUnderTlsHearsAnAlert() throws IOException {
        TlsEcho echo = new TlsEcho(
                tls(AUTHORITY.identity("EC", "mail.test")),
                true,
                new SessionBounds(100, 1, Duration.ofSeconds(5), Duration.ofSeconds(60)),
                false);
        open.add(echo);
        client(echo).secure("mail.test").hear();

        assertThat(client(echo).rest()).containsExactly(21, 3, 3, 0, 2, 2, 80);
    }

    @Test
    void tlsMayComeInTheSamePacketAsTheProxyHeader() throws IOException {
        TlsEcho echo = new TlsEcho(
                tls(AUTHORITY.identity("EC", "mail.test")),
                true,
                new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60)),
                true);
        open.add(echo);
        TlsClient client = client(echo);
        client.send("PROXY TCP4 192.0.2.7 192.0.2.1 4711 25\r\n");

        assertThat(client.secure("mail.test").hear()).isEqualTo("hello");
    }

    private ListenerTls believing(ClientCertificates clients) {
        Authority.write(folder.resolve("root.pem"), AUTHORITY.rootPem());
        ServerTlsSettings settings = new ServerTlsSettings(
                true,
                Duration.ofSeconds(10),
                new ByteSize(65536),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                "root.pem");
        return tls(settings, clients, AUTHORITY.identity("EC", "mail.test"));
    }

    @Test
    void aWantedClientCertificateIsToldWhereItIsBelieved() throws IOException {
        TlsEcho echo = first(believing(ClientCertificates.WANTED));
        TlsClient known =
                client(echo).secure(TlsClient.context(Optional.of(AUTHORITY.identity("EC", "peer.test"))), "");
        known.hear();
        assertThat(known.say("who")).endsWith(" CN=peer.test");

        Identity stranger = Authority.ofToday().identity("EC", "stranger.test");
        TlsClient unknown = client(echo).secure(TlsClient.context(Optional.of(stranger)), "");
        unknown.hear();
        assertThat(unknown.say("who")).endsWith(" -");

        TlsClient without = client(echo).secure("mail.test");
        without.hear();
        assertThat(without.say("who")).endsWith(" -");
    }

    @Test
    void whereAClientCertificateIsRequiredNobodyIsServedWithout() throws IOException {
        TlsEcho echo = first(believing(ClientCertificates.REQUIRED));
        Identity known = AUTHORITY.identity("EC", "peer.test");
        Identity stranger = Authority.ofToday().identity("EC", "stranger.test");

        assertThat(client(echo)
                        .secure(TlsClient.context(Optional.of(known)), "")
                        .hear())
                .isEqualTo("hello");
        assertThat(greeted(echo, Optional.of(stranger))).isFalse();
        assertThat(greeted(echo, Optional.empty())).isFalse();
    }

    private boolean greeted(TlsEcho echo, Optional<Identity> own) throws IOException {
        try {
            return client(echo).secure(TlsClient.context(own), "").hear().equals("hello");
        } catch (SSLException _) {
            return false;
        }
    }
}

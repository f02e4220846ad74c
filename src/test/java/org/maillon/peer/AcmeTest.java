package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;
import org.maillon.serve.tls.Acme;
import org.maillon.serve.tls.AcmeSettings;
import org.maillon.serve.tls.CaaIssuer;
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.ChallengeResponder;
import org.maillon.serve.tls.HttpChallenges;
import org.maillon.serve.tls.Identity;
import org.maillon.serve.tls.ListenerTls;
import org.maillon.serve.tls.ServerTlsSettings;
import org.maillon.serve.tls.ShownKey;
import org.maillon.serve.tls.TlsClient;

/** Certificates from a real authority (RFC 8555). */
@Tag("peer")
@Timeout(180)
class AcmeTest {
    private static final String HOST = "mail.acme.test";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    private AcmeSettings settings(PebbleServer pebble, AcmeSettings.Challenge challenge) {
        return new AcmeSettings(
                pebble.directory(),
                true,
                List.of("postmaster@acme.test"),
                List.of(HOST),
                challenge,
                "127.0.0.1",
                0,
                33,
                true,
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                Duration.ofHours(6),
                pebble.root().toString(),
                "",
                "");
    }

    private Certificates certificates() {
        InstantSource clock = now::get;
        return new Certificates(
                Settings.defaults(ServerTlsSettings.class),
                List.of(),
                new Certificates.Places(folder, folder.resolve("tls"), () -> Set.of(HOST)),
                clock,
                new Random(1));
    }

    private static Listener listen(int port, ChallengeResponder responder) throws IOException {
        return Listener.bind(
                new ListenerSettings("127.0.0.1", port, false, 50),
                new Turnstile(new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60))),
                responder);
    }

    private static Listener listenUnderTls(int port, ChallengeResponder responder, ListenerTls tls) throws IOException {
        return Listener.bindUnderTls(
                new ListenerSettings("127.0.0.1", port, false, 50),
                new Turnstile(new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60))),
                responder,
                tls);
    }

    private String shown(int tlsPort) throws IOException {
        try (TlsClient client = new TlsClient(tlsPort).secure(HOST)) {
            X509Certificate certificate = client.shown();
            return certificate.getIssuerX500Principal().getName() + " "
                    + certificate.getSerialNumber().toString(16);
        }
    }

    @ParameterizedTest
    @EnumSource(AcmeSettings.Challenge.class)
    void aCertificateIsFetchedShownAndRenewedInTime(AcmeSettings.Challenge challenge) throws Exception {
        int httpPort = Peers.freePort();
        int tlsPort = Peers.freePort();
        Certificates certificates = certificates();
        HttpChallenges answers = new HttpChallenges();
        ChallengeResponder responder = new ChallengeResponder(answers);
        ListenerTls tls = new ListenerTls(certificates, () -> HOST, ListenerTls.ClientCertificates.NONE);
        try (PebbleServer pebble = PebbleServer.asking(httpPort, tlsPort, "mail A 127.0.0.1");
                Listener http = listen(httpPort, responder);
                Listener alpn = listenUnderTls(tlsPort, responder, tls)) {
            http.start();
            alpn.start();
            Acme acme = new Acme(settings(pebble, challenge), certificates, answers, now::get, new Random(1));
            assertThat(shown(tlsPort)).contains("self-signed");
            String own = certificates.keysOf(HOST).getFirst().digest();

            acme.round();
            String first = shown(tlsPort);
            assertThat(first).as(pebble.log()).contains("Pebble");
            assertThat(folder.resolve("tls/account.pem")).exists();

            acme.round();
            assertThat(shown(tlsPort)).isEqualTo(first); // not due yet

            Acme restarted = new Acme(settings(pebble, challenge), certificates, answers, now::get, new Random(2));
            restarted.round();
            assertThat(shown(tlsPort)).isEqualTo(first); // found again

            Instant ends = certificates.inUse().all().getFirst().ends();
            Duration life =
                    Duration.between(certificates.inUse().all().getFirst().begins(), ends);
            List<ShownKey> keys = certificates.keysOf(HOST);
            assertThat(keys).containsExactly(new ShownKey(own, ShownKey.When.NOW)); // for which TLSA was printed
            now.set(ends.minus(life.dividedBy(4)));
            acme.round();
            assertThat(shown(tlsPort)).contains("Pebble").isNotEqualTo(first);
            assertThat(certificates.keysOf(HOST)).isEqualTo(keys); // and so is TLSA 3 1 1
        }
    }

    @Test
    void anAuthorityThatDoesNotFindOurAnswerIsAskedAgainLaterAndTheOldCertificateGoesOn() throws Exception {
        int httpPort = Peers.freePort(); // where nobody answers
        int tlsPort = Peers.freePort();
        Certificates certificates = certificates();
        certificates.read();
        HttpChallenges answers = new HttpChallenges();
        try (PebbleServer pebble = PebbleServer.asking(httpPort, tlsPort, "mail A 127.0.0.1")) {
            Acme acme = new Acme(
                    settings(pebble, AcmeSettings.Challenge.HTTP_01), certificates, answers, now::get, new Random(1));
            acme.round();
            int asked = orders(pebble);
            assertThat(asked).isPositive();
            assertThat(certificates.inUse().all().getFirst().isSelfSigned()).isTrue();
            assertThat(Files.exists(folder.resolve("tls/acme/" + HOST + ".pem")))
                    .isFalse();

            acme.round();
            assertThat(orders(pebble)).isEqualTo(asked); // it rests

            now.set(now.get().plus(Duration.ofMinutes(2)));
            try (Listener http = listen(httpPort, new ChallengeResponder(answers))) {
                http.start();
                acme.round();
            }
            assertThat(certificates.inUse().all().getFirst().issuer()).contains("Pebble");
        }
    }

    /** Several renewals, each with another state of the key's file. */
    @Test
    void aRenewalKeepsTheKeyUntilAnotherIsKnownOrItIsDamaged() throws Exception {
        int httpPort = Peers.freePort();
        Certificates certificates = certificates();
        HttpChallenges answers = new HttpChallenges();
        try (PebbleServer pebble = PebbleServer.asking(httpPort, Peers.freePort(), "mail A 127.0.0.1");
                Listener http = listen(httpPort, new ChallengeResponder(answers))) {
            http.start();
            AcmeSettings settings = settings(pebble, AcmeSettings.Challenge.HTTP_01);
            certificates.read();
            Acme acme = new Acme(settings, certificates, answers, now::get, new Random(1));
            acme.round();
            ShownKey first = certificates.keysOf(HOST).getFirst();

            ShownKey next = certificates.prepareKey(HOST);
            assertThat(certificates.prepareKey(HOST)).isEqualTo(next);
            assertThat(certificates.keysOf(HOST)).containsExactly(first, next);
            renew(acme, certificates); // long after, and so known to all by now
            assertThat(certificates.keysOf(HOST)).containsExactly(new ShownKey(next.digest(), ShownKey.When.NOW));

            ShownKey tooNew = certificates.prepareKey(HOST);
            Path file = folder.resolve("tls/acme-next/" + HOST + ".pem");
            Files.setLastModifiedTime(
                    file, FileTime.from(renewalTime(certificates).minus(Duration.ofDays(1))));
            renew(acme, certificates);
            assertThat(certificates.keysOf(HOST))
                    .containsExactly(new ShownKey(next.digest(), ShownKey.When.NOW), tooNew);
            Files.delete(file);

            Path inUse = folder.resolve("tls/acme/" + HOST + ".pem");
            Files.writeString(inUse, Files.readString(inUse).substring(200));
            acme(settings, certificates, answers).round();
            assertThat(certificates.keysOf(HOST))
                    .singleElement()
                    .extracting(ShownKey::digest)
                    .isNotIn(first.digest(), next.digest(), tooNew.digest());
        }
    }

    private Acme acme(AcmeSettings settings, Certificates certificates, HttpChallenges answers) {
        return new Acme(settings, certificates, answers, now::get, new Random(2));
    }

    private static Instant renewalTime(Certificates certificates) {
        Identity one = certificates.inUse().all().getFirst();
        return one.ends().minus(Duration.between(one.begins(), one.ends()).dividedBy(4));
    }

    private void renew(Acme acme, Certificates certificates) {
        now.set(renewalTime(certificates));
        acme.round();
    }

    @Test
    void ourAccountIsRememberedForCaaRecords() throws Exception {
        int httpPort = Peers.freePort();
        Certificates certificates = certificates();
        HttpChallenges answers = new HttpChallenges();
        AcmeSettings settings;
        try (PebbleServer pebble = PebbleServer.asking(httpPort, Peers.freePort(), "mail A 127.0.0.1");
                Listener http = listen(httpPort, new ChallengeResponder(answers))) {
            http.start();
            settings = settings(pebble, AcmeSettings.Challenge.HTTP_01);
            CaaIssuer asked = CaaIssuer.of(settings, certificates.places()).orElseThrow();
            assertThat(asked.account()).isEmpty();
            assertThat(asked.identities()).isEmpty(); // Pebble tells none
            assertThat(asked.why().orElseThrow()).contains("tells no name");
            acme(settings, certificates, answers).round();
        }
        CaaIssuer known = CaaIssuer.of(settings, certificates.places()).orElseThrow();
        assertThat(known.account().orElseThrow())
                .startsWith("https://127.0.0.1:")
                .contains("/my-account/");
        assertThat(known.hosts()).containsExactly(HOST);
        assertThat(known.method()).isEqualTo("http-01");
    }

    private static int orders(PebbleServer pebble) throws IOException {
        return pebble.log().split("POST /order-plz", -1).length - 1;
    }
}

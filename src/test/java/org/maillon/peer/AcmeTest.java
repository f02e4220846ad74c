package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.ChallengeResponder;
import org.maillon.serve.tls.HttpChallenges;
import org.maillon.serve.tls.ListenerTls;
import org.maillon.serve.tls.ServerTlsSettings;
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
            now.set(ends.minus(life.dividedBy(4)));
            acme.round();
            assertThat(shown(tlsPort)).contains("Pebble").isNotEqualTo(first);
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

    private static int orders(PebbleServer pebble) throws IOException {
        return pebble.log().split("POST /order-plz", -1).length - 1;
    }
}

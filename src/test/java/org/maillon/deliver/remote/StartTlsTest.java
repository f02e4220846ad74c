package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.deliver.tls.TlsPolicySetting;
import org.maillon.kernel.Settings;
import org.maillon.queue.Result;
import org.maillon.route.Route;
import org.maillon.route.TlsMode;
import org.maillon.trust.Certificates;
import org.maillon.trust.Certificates.Identity;
import org.maillon.trust.WebPki;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Wishes;

/** TLS by STARTTLS and from the first octet on, against peers that do well and badly. */
class StartTlsTest {
    private static final Identity AUTHORITY = Certificates.authority("Test authority");
    private static final Identity GOOD = Certificates.under(AUTHORITY, "mx.example");
    private static final Identity SELF = Certificates.selfSigned("whoever.example");

    private static final String OFFERS = Scripts.offering("STARTTLS");
    private static final String STARTS = OFFERS + "C: STARTTLS\nS: 220 go\nTLS\n";
    private static final String HELLO_AGAIN = "C: EHLO me.example\nS: 250 mx.example\n";
    private static final String SECURED = STARTS + HELLO_AGAIN + Scripts.TAKES_IT;

    private final List<TlsResult> results = new ArrayList<>();
    private Optional<DeliveryRig> rig = Optional.empty();

    @AfterEach
    void close() {
        rig.ifPresent(DeliveryRig::close);
    }

    private DeliveryRig rig(TlsMode mode) {
        return rig(mode, Policies.quick());
    }

    private DeliveryRig rig(TlsMode mode, RemotePolicy policy) {
        TlsPolicies safety = new TlsPolicies(
                List.of(Settings.defaults(TlsPolicySetting.class)),
                new TlsPolicies.Sources(_ -> mode, Optional.empty(), _ -> Optional.empty()),
                () -> WebPki.of(List.of(AUTHORITY.certificate())),
                InstantSource.system(),
                results::add);
        rig = Optional.of(new DeliveryRig(policy, safety));
        return rig.get();
    }

    private static Errand hello() {
        return Mails.errand(Mails.HELLO, "bob@example.org");
    }

    private static Result.Delivered delivered(List<Result> results) {
        assertThat(results).singleElement().isInstanceOf(Result.Delivered.class);
        return (Result.Delivered) results.getFirst();
    }

    private static Result.Failure deferred(List<Result> results) {
        assertThat(results).singleElement().isInstanceOf(Result.Deferred.class);
        return ((Result.Deferred) results.getFirst()).failure();
    }

    private List<Kind> failures() {
        return results.stream()
                .flatMap(result -> result.failure().stream())
                .map(TlsResult.Failure::kind)
                .toList();
    }

    @Test
    void encryptsWhereItIsOfferedWhoeverThePeerIs() { // RFC 7435
        try (ScriptedPeer peer = new ScriptedPeer(SELF, SECURED)) {
            Result.Delivered delivered = delivered(rig(TlsMode.OPPORTUNISTIC).deliver(hello(), peer));
            assertThat(delivered.by()).contains(" over TLSv1.3 (TLS_").endsWith(", not verified)");
            assertThat(results)
                    .singleElement()
                    .matches(result -> result.failure().isEmpty());
        }
    }

    @Test
    void whatWasOfferedBeforeTlsIsForgotten() { // RFC 3207 §4.2
        String before = Scripts.offering("STARTTLS", "PIPELINING", "CHUNKING");
        String script = before + "C: STARTTLS\nS: 220 go\nTLS\n" + HELLO_AGAIN + Scripts.TAKES_IT;
        try (ScriptedPeer peer = new ScriptedPeer(GOOD, script)) {
            delivered(rig(TlsMode.ENCRYPT).deliver(hello(), peer));
            peer.finish();
        }
    }

    @ParameterizedTest
    @CsvSource({"OPPORTUNISTIC, true", "ENCRYPT, false", "VERIFY, false", "NONE, true"})
    void aPeerWithoutTlsGetsMailOnlyWhereThatIsAllowed(TlsMode mode, boolean gets) {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.WELL)) {
            List<Result> outcome = rig(mode).deliver(hello(), peer);
            assertThat(outcome.getFirst() instanceof Result.Delivered).isEqualTo(gets);
            if (!gets) {
                assertThat(deferred(outcome).reply().toString()).contains("4.7.10");
                assertThat(deferred(outcome).destinationDown())
                        .as("another message may be less choosy")
                        .isFalse();
            }
        }
    }

    @Test
    void noneDoesNotEvenAsk() {
        try (ScriptedPeer peer = new ScriptedPeer(OFFERS + Scripts.TAKES_IT)) {
            assertThat(delivered(rig(TlsMode.NONE).deliver(hello(), peer)).by()).doesNotContain("over");
        }
    }

    @Test
    void verifiesTheNameAndTheAuthority() {
        try (ScriptedPeer peer = new ScriptedPeer(GOOD, SECURED)) {
            assertThat(delivered(rig(TlsMode.VERIFY).deliver(hello(), peer)).by())
                    .endsWith("verified by an authority)");
        }
    }

    @ParameterizedTest
    @CsvSource({"expired, CERTIFICATE_EXPIRED", "stranger, CERTIFICATE_NOT_TRUSTED", "name, CERTIFICATE_HOST_MISMATCH"})
    void aCertificateThatProvesNothingKeepsTheMailHere(String what, Kind kind) {
        Identity identity = switch (what) {
            case "expired" -> Certificates.expired(AUTHORITY, "mx.example");
            case "stranger" -> Certificates.selfSigned("mx.example");
            default -> Certificates.under(AUTHORITY, "other.example");
        };
        try (ScriptedPeer peer = new ScriptedPeer(identity, STARTS + "HANG")) {
            Result.Failure failure = deferred(rig(TlsMode.VERIFY).deliver(hello(), peer));
            assertThat(failure.reply().toString()).contains("4.7.5");
            assertThat(failure.why()).contains("did not prove who it is");
            assertThat(failures()).containsExactly(kind);
        }
    }

    @Test
    void aRefusalOfStartTlsIsNoReasonToHangUp() { // RFC 3207 §4.1
        String refuses = OFFERS + "C: STARTTLS\nS: 454 4.7.0 not now\n";
        try (ScriptedPeer peer = new ScriptedPeer(refuses + Scripts.TAKES_IT)) {
            delivered(rig(TlsMode.OPPORTUNISTIC).deliver(hello(), peer));
            assertThat(failures()).containsExactly(Kind.STARTTLS_NOT_SUPPORTED);
        }
        try (ScriptedPeer peer = new ScriptedPeer(refuses + "HANG")) {
            rig.ifPresent(DeliveryRig::close);
            assertThat(deferred(rig(TlsMode.ENCRYPT).deliver(hello(), peer)).why())
                    .contains("said, to STARTTLS: 454 4.7.0 not now");
        }
    }

    @Test
    void brokenTlsIsTriedInPlainAndRemembered() {
        String plain = OFFERS + Scripts.TAKES_IT;
        RemotePolicy noReuse = Policies.with(Map.of(), Map.of("idle-per-server", "0"));
        try (ScriptedPeer peer = new ScriptedPeer(
                OFFERS + "C: STARTTLS\nS: 220 go\nC* 5\nRAW this is no TLS at all\nHANG",
                plain + "C: QUIT\nS: 221 bye",
                plain)) {
            DeliveryRig three = rig(TlsMode.OPPORTUNISTIC, noReuse);
            assertThat(delivered(three.deliver(hello(), peer)).by()).doesNotContain("over");
            delivered(three.deliver(hello(), peer));
            peer.finish();
        }
        assertThat(failures()).containsExactly(Kind.VALIDATION_FAILURE);
    }

    @Test
    void brokenTlsKeepsTheMailHereWhereItMustNotGoWithout() {
        try (ScriptedPeer peer =
                new ScriptedPeer(OFFERS + "C: STARTTLS\nS: 220 go\nC* 5\nRAW this is no TLS at all\nHANG")) {
            assertThat(deferred(rig(TlsMode.ENCRYPT).deliver(hello(), peer)).why())
                    .contains("did not come to terms about TLS");
        }
    }

    @Test
    void aHandshakeThatNeverEndsHasItsTime() {
        try (ScriptedPeer peer = new ScriptedPeer(OFFERS + "C: STARTTLS\nS: 220 go\nHANG")) {
            assertThat(deferred(rig(TlsMode.ENCRYPT, Policies.impatient()).deliver(hello(), peer))
                            .why())
                    .contains("did not end the TLS handshake in time");
        }
    }

    @ParameterizedTest
    @CsvSource({"OPPORTUNISTIC", "ENCRYPT"})
    void wordsThatCameWithThe220AreAnAttack(TlsMode mode) { // RFC 3207 §6
        String injected = OFFERS + "C: STARTTLS\nRAW 220 go\\r\\n250 mx.example\\r\\n\nHANG";
        try (ScriptedPeer peer = new ScriptedPeer(SELF, injected)) {
            Result.Failure failure = deferred(rig(mode).deliver(hello(), peer));
            assertThat(failure.why()).contains("sent more, in plain, behind its word that TLS begins");
        }
    }

    @Test
    void tlsFromTheFirstOctetOn() { // RFC 8314 §3
        try (ScriptedPeer peer = new ScriptedPeer(SELF, "TLS\n" + Scripts.WELL)) {
            Result.Delivered delivered = delivered(rig(TlsMode.AUTO).deliver(hello(), peer.hop(Route.Protocol.SMTPS)));
            assertThat(delivered.by()).contains("over TLSv1.3");
        }
    }

    @Test
    void aSessionIsSharedOnlyWhereTheSameIsAskedOfTls() {
        String one = SECURED + "C: QUIT\nS: 221 bye";
        try (ScriptedPeer peer = new ScriptedPeer(GOOD, SECURED + Scripts.TAKES_IT, one)) {
            AtomicReference<TlsMode> mode = new AtomicReference<>(TlsMode.OPPORTUNISTIC);
            TlsPolicies safety = new TlsPolicies(
                    List.of(),
                    new TlsPolicies.Sources(_ -> mode.get(), Optional.empty(), _ -> Optional.empty()),
                    () -> WebPki.of(List.of(AUTHORITY.certificate())),
                    InstantSource.system(),
                    results::add);
            DeliveryRig shared = new DeliveryRig(Policies.quick(), safety);
            rig = Optional.of(shared);
            delivered(shared.deliver(hello(), peer));
            assertThat(delivered(shared.deliver(hello(), peer)).by()).endsWith("not verified)");
            assertThat(results).as("one session, one result").hasSize(1);
            mode.set(TlsMode.VERIFY);
            shared.delivery.sweep();
            assertThat(shared.delivery.idleSessions()).isEqualTo(1);
        }
    }

    @Test
    void theVersionAndTheCipherHaveALeast() {
        TlsPolicySetting strict = Settings.read(
                TlsPolicySetting.class, Map.of("mode", "encrypt", "least", "tls-1-3", "ciphers", "strong"));
        TlsPolicies safety = new TlsPolicies(
                List.of(strict),
                new TlsPolicies.Sources(_ -> TlsMode.AUTO, Optional.empty(), _ -> Optional.empty()),
                () -> WebPki.of(List.of()),
                InstantSource.system(),
                results::add);
        rig = Optional.of(new DeliveryRig(Policies.quick(), safety));
        try (ScriptedPeer peer = new ScriptedPeer(SELF, SECURED)) {
            assertThat(delivered(rig.get().deliver(hello(), peer)).by()).contains("TLSv1.3");
        }
    }

    private static Errand requiring() {
        MailParameters parameters = MailParameters.NONE.with(new Wishes(true, Optional.empty(), Optional.empty(), 0));
        return Mails.errand(parameters, Mails.HELLO.getBytes(UTF_8), "bob@example.org");
    }

    @Test
    void requireTlsGoesToAVerifiedServerThatOffersIt() { // RFC 8689 §4.2.1
        String script = STARTS + "C: EHLO me.example\nS: 250-mx.example\nS: 250 REQUIRETLS\n"
                + Scripts.TAKES_IT.replace("<ada@sender.example>", "<ada@sender.example> REQUIRETLS");
        try (ScriptedPeer peer = new ScriptedPeer(GOOD, script)) {
            delivered(rig(TlsMode.VERIFY).deliver(requiring(), peer));
            peer.finish();
        }
    }

    @Test
    void requireTlsComesBackWhereNobodyOffersIt() {
        try (ScriptedPeer peer = new ScriptedPeer(GOOD, STARTS + HELLO_AGAIN + "HANG")) {
            failed(rig(TlsMode.VERIFY).deliver(requiring(), peer), "does not offer REQUIRETLS");
        }
    }

    @Test
    void requireTlsNeverGoesToAServerThatProvesNothing() {
        try (ScriptedPeer peer = new ScriptedPeer("HANG")) {
            failed(rig(TlsMode.ENCRYPT).deliver(requiring(), peer), "the sender asks for REQUIRETLS");
        }
    }

    private static void failed(List<Result> results, String why) {
        assertThat(results).singleElement().isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.failure().reply().toString()).startsWith("550 5.7.30 ");
            assertThat(failed.failure().why()).contains(why);
        });
    }
}

package org.maillon.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillon.dns.FakeResolver;
import org.maillon.hosting.Proof;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.ReverseVerdict;
import org.maillon.trust.arc.ArcResult;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.Forge;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfSettings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** Who vouches for a message, seen by the client that brings it and by whoever reads it. */
class VouchStageTest {
    private static final String LETTER =
            "From: Ada <ada@example.org>\r\nTo: bob@here.example\r\nSubject: hello\r\n\r\nDear Bob.\r\n";
    private static final String OURS = "mx.here.example";

    private final FakeResolver dns = new FakeResolver();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Vouched> noted = new ArrayList<>();
    private final BlockingQueue<Carried> carried = new LinkedBlockingQueue<>();
    private final InstantSource clock = InstantSource.fixed(Town.NOON);
    private final Queue queue = new Queue(
            new ModelStore(),
            new Queue.Ports(_ -> Destination.LOCAL, _ -> OURS),
            clock,
            new Random(7),
            Settings.defaults(QueueSettings.class));
    private Client client =
            new Client(InetAddress.ofLiteral("203.0.113.9"), "client.example", "ESMTP", ServerId.DEFAULT);

    private boolean tellsLogIn;
    private String relayFrom = "127.0.0.0/8, ::1";

    private record Carried(String text, boolean junk) {}

    @BeforeEach
    void start() {
        queue.start(this::carry);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void owner(String policy) {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=" + policy);
    }

    @Test
    void aSignatureOfTheAuthorsDomainVouches() {
        owner("reject");
        dns.txt("r._domainkey.example.org", Forge.record(Algorithm.RSA_SHA256));
        byte[] signed =
                Forge.signed(LETTER.getBytes(ISO_8859_1), Town.NOON, List.of(Forge.key("r", Algorithm.RSA_SHA256)));
        assertThat(send(new String(signed, ISO_8859_1)).code()).isEqualTo(250);
        Carried got = next();
        assertThat(got.text())
                .startsWith("Authentication-Results: mx.here.example;\r\n\tspf=none")
                .contains("dkim=pass header.d=example.org")
                .contains("dmarc=pass header.from=example.org;")
                .contains("arc=none;")
                .contains("iprev=permerror policy.iprev=203.0.113.9");
        assertThat(got.junk()).isFalse();
        assertThat(noted).hasSize(1);
    }

    @Test
    void anEnvelopeOfTheAuthorsDomainVouches() {
        owner("reject");
        dns.txt("example.org", "v=spf1 ip4:203.0.113.9 -all");
        assertThat(send(LETTER).code()).isEqualTo(250);
        assertThat(next().text())
                .contains("spf=pass smtp.mailfrom=bounce@example.org")
                .contains("dmarc=pass");
    }

    @Test
    void whatItsOwnerWantsRefusedIsRefusedWithTheReason() {
        owner("reject");
        Reply reply = send(LETTER);
        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.toString()).contains("5.7.1").contains("example.org");
        assertThat(noted).hasSize(1);
    }

    @Test
    void whatItsOwnerDoubtsIsJunk() {
        owner("quarantine");
        assertThat(send(LETTER).code()).isEqualTo(250);
        Carried got = next();
        assertThat(got.junk()).isTrue();
        assertThat(got.text()).contains("dmarc=fail header.from=example.org policy.dmarc=quarantine");
    }

    @Test
    void whoOnlyWatchesDoesNothing() {
        settings.put("enforce", "false");
        owner("reject");
        assertThat(send(LETTER).code()).isEqualTo(250);
        Carried got = next();
        assertThat(got.junk()).isFalse();
        assertThat(got.text()).contains("dmarc=fail\r\n\t reason=\"only watched here\"");
    }

    @Test
    void dnsThatFailsAcceptsOrPutsOffAsIsSet() {
        dns.fails("_dmarc.example.org", "SERVFAIL");
        assertThat(send(LETTER).code()).isEqualTo(250);
        assertThat(next().text()).contains("dmarc=temperror");
        settings.put("on-temporary-fault", "tempfail");
        assertThat(send(LETTER).code()).isEqualTo(451);
    }

    @Test
    void resultsInOurNameAreRemovedAndOthersStay() {
        send("Authentication-Results: mx.here.example; dmarc=pass header.from=bank.example\r\n"
                + "authentication-results : (x) MX.HERE.example 1; broken\r\n"
                + "Authentication-Results: other.example; spf=pass\r\n" + LETTER);
        String text = next().text();
        assertThat(text).doesNotContain("bank.example").doesNotContain("broken").contains("other.example; spf=pass");
    }

    @Test
    void resultsWhoseServerHidesBehindCommentsAreRemoved() {
        String deep = "(".repeat(21) + ")".repeat(21);
        assertThat(send("Authentication-Results: " + deep + " mx.here.example; spf=forged\r\n" + LETTER)
                        .code())
                .isEqualTo(250);
        assertThat(next().text()).doesNotContain("spf=forged");
    }

    @Test
    void ofOneOfUsNothingIsAsked() {
        owner("reject");
        client = new Client(InetAddress.ofLiteral("127.0.0.1"), "client.example", "ESMTP", ServerId.DEFAULT);
        int before = dns.questions();
        send("Authentication-Results: mx.here.example; dmarc=pass\r\n" + LETTER);
        assertThat(next().text()).doesNotContain("Authentication-Results");
        assertThat(dns.questions()).isEqualTo(before);
        assertThat(noted).isEmpty();
    }

    @Test
    void whoHasLoggedInIsSaidWhereThatIsWantedAndElseToNobody() {
        owner("reject");
        Login login = new Login(
                new AccountId(1), TenantId.DEFAULT, Town.address("ada@example.org"), "PLAIN", new Proof.Elsewhere());
        Link link = new Link(
                InetAddress.ofLiteral("203.0.113.9"), ListenerRole.SUBMISSION, Optional.empty(), Optional.of(login));
        client = new Client(link, "client.example", "ESMTPSA", ServerId.DEFAULT, Optional.empty());
        tellsLogIn = true;
        assertThat(send(LETTER).code()).isEqualTo(250);
        assertThat(next().text())
                .startsWith("Authentication-Results: mx.here.example;\r\n\tauth=pass smtp.auth=ada@example.org\r\n");
        tellsLogIn = false;
        assertThat(send(LETTER).code()).isEqualTo(250);
        assertThat(next().text())
                .doesNotContain("auth=pass")
                .contains("From: Ada")
                .startsWith("Received: ");
    }

    @Test
    void resultsInAnyNameOfOursAreRemoved() {
        for (String name :
                List.of("MX2.here.example", "mx.tenant.example.", "\"mx.tenant.example\"", "mx.here.example")) {
            send("Authentication-Results: " + name + "; dmarc=pass header.from=bank.example\r\n"
                    + "Authentication-Results: other.example; spf=pass\r\n" + LETTER);
            assertThat(next().text()).as(name).doesNotContain("bank.example").contains("other.example; spf=pass");
        }
    }

    @Test
    void loopbackIsAStrangerWhereNoNetworkSaysOtherwise() {
        owner("reject");
        relayFrom = "192.0.2.0/24";
        client = new Client(InetAddress.ofLiteral("127.0.0.1"), "client.example", "ESMTP", ServerId.DEFAULT);
        assertThat(send(LETTER).code()).isEqualTo(550);
        client = new Client(InetAddress.ofLiteral("192.0.2.7"), "client.example", "ESMTP", ServerId.DEFAULT);
        assertThat(send(LETTER).code()).isEqualTo(250);
    }

    @Test
    void severalAuthorsAreEachAsked() {
        owner("reject");
        dns.txt("example.net", "v=spf1 ip4:203.0.113.9 -all").txt("_dmarc.example.net", "v=DMARC1; p=none");
        String two = LETTER.replace("Ada <ada@example.org>", "x@example.net\r\nFrom: ada@example.org");
        assertThat(send(two).code()).isEqualTo(550);
    }

    private static ArcVerdict sealed(String... sealersWithResults) {
        List<ArcVerdict.Sealer> sealers = new ArrayList<>();
        for (int i = 0; i < sealersWithResults.length; i += 2) {
            String results = " i=" + (i / 2 + 1) + "; mx; " + sealersWithResults[i + 1];
            sealers.add(new ArcVerdict.Sealer(i / 2 + 1, sealersWithResults[i], "s", Bytes.utf8(results)));
        }
        return new ArcVerdict(ArcResult.PASS, "", sealers, 0, false);
    }

    @Test
    void aTrustedSealersWordIsTaken() {
        String pass = "dmarc=pass header.from=example.org";
        List<String> trusted = List.of("list.example", "Relay.example");
        assertThat(TrustedSeal.vouches(sealed("list.example", pass), "example.org", trusted))
                .contains("list.example");
        assertThat(TrustedSeal.vouches(
                        sealed("list.example", pass, "relay.example", "dmarc=fail"), "example.org", trusted))
                .contains("list.example");
        assertThat(TrustedSeal.vouches(
                        sealed("list.example", pass, "evil.example", "dmarc=fail"), "example.org", trusted))
                .isEmpty();
        assertThat(TrustedSeal.vouches(sealed("evil.example", pass), "example.org", trusted))
                .isEmpty();
        assertThat(TrustedSeal.vouches(
                        sealed("list.example", "dmarc=fail header.from=example.org"), "example.org", trusted))
                .isEmpty();
        assertThat(TrustedSeal.vouches(sealed("list.example", pass), "bank.example", trusted))
                .isEmpty();
        assertThat(TrustedSeal.vouches(sealed("list.example", pass), "example.org", List.of()))
                .isEmpty();
    }

    private Stage.Maker maker() {
        PublicKeys keys = new PublicKeys(dns);
        DkimSettings dkim = Settings.defaults(DkimSettings.class);
        VouchMaker.Askers askers = new VouchMaker.Askers(
                new SpfEvaluator(dns, clock, Settings.defaults(SpfSettings.class)),
                () -> new DkimVerifier(keys, clock, dkim),
                () -> new ArcVerifier(keys, clock, dkim),
                DmarcEvaluator.walking(dns, new Random(7)),
                address -> ReverseVerdict.of(address, dns));
        VouchMaker.Around around = new VouchMaker.Around(
                new Insiders(Settings.read(SubmitSettings.class, Map.of("relay-from", relayFrom))),
                new OwnResults(_ -> OURS, () -> Set.of(OURS, "mx2.here.example", "Mx.Tenant.Example")),
                queue.traces(),
                noted::add);
        return new VouchMaker(askers, around, Settings.read(DmarcSettings.class, settings), tellsLogIn);
    }

    private Reply send(String text) {
        EndOfData end = new EndOfData(queue, clock, OURS, Passages.NONE, List.of(maker()));
        Recipient bob = new Recipient(Town.address("bob@here.example"), RcptParameters.NONE, new Destination("x"), 0);
        Address sender = Town.address("bounce@example.org");
        Transaction transaction =
                new Transaction(client, new ReversePath.Sender(sender), MailParameters.NONE, List.of(bob));
        try (Incoming message = end.open(transaction, TenantId.DEFAULT, Settings.defaults(SubmitSettings.class))) {
            byte[] octets = text.getBytes(ISO_8859_1);
            message.write(octets, 0, octets.length);
            return message.finish();
        }
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        try (InputStream in = content.open()) {
            carried.add(new Carried(
                    new String(in.readAllBytes(), ISO_8859_1),
                    content.treatment().junk()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Result delivered = new Result.Delivered("a test", Reply.of(250, "2.0.0", "ok"), false, false);
        return attempt.recipients().stream().map(_ -> delivered).toList();
    }

    private Carried next() {
        try {
            return Optional.ofNullable(carried.poll(10, TimeUnit.SECONDS)).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package org.maillon.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.Proof;
import org.maillon.hosting.SigningSettings;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
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
import org.maillon.trust.TxtZone;
import org.maillon.trust.arc.ArcResult;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** What is signed and sealed on its way in, as whoever gets it would verify it. */
class SigningStageTest {
    private static final String TEXT = "From: Ada <ada@example.org>\r\nTo: bob@example.net\r\nBcc: eve@example.net\r\n"
            + "Subject: beans\r\n\r\nBeans,  again.\r\n\r\n";
    private static final InstantSource CLOCK = InstantSource.fixed(Town.NOON);
    private static final DkimSettings DKIM = Settings.defaults(DkimSettings.class);

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);
    private final DomainKeys keys =
            new DomainKeys(store, CLOCK, Settings.read(SigningSettings.class, Map.of("check-dns", "false")));
    private final Insiders insiders =
            new Insiders(Settings.read(SubmitSettings.class, Map.of("relay-from", "192.0.2.0/24")));
    private final TxtZone zone = new TxtZone();
    private final BlockingQueue<byte[]> carried = new LinkedBlockingQueue<>();
    private final Queue queue = new Queue(
            store,
            new Queue.Ports(_ -> Destination.LOCAL, _ -> "mx.example.org"),
            CLOCK,
            new Random(7),
            Settings.defaults(QueueSettings.class));

    @BeforeEach
    void keys() {
        for (Algorithm algorithm : List.of(Algorithm.RSA_SHA256, Algorithm.ED25519_SHA256)) {
            keys.add(Town.domain("example.org"), algorithm, Optional.empty());
        }
        keys.list(Town.domain("example.org")).forEach(key -> zone.txt(key.recordName(), key.record()));
        queue.start(this::carry);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void mailOfOurOwnIsSignedWithBothKeysAsItLeaves() {
        Stage.Maker repairing = (_, _) -> Optional.of(new Repairing());

        byte[] message = send(insider(Optional.empty()), "ada@example.org", TEXT, repairing, signing());

        assertThat(text(message)).contains("Date: now").doesNotContain("eve@");
        assertThat(verify(message)).hasSize(2).allMatch(DkimVerdict::passes);
        assertThat(verify(text(message).replace("Date: now", "Date: then").getBytes(StandardCharsets.ISO_8859_1)))
                .noneMatch(DkimVerdict::passes);
    }

    @Test
    void aLargeMessageIsSignedInPieces() {
        byte[] message =
                send(insider(Optional.empty()), "ada@example.org", TEXT + "x y \r\n".repeat(300_000), signing());

        assertThat(verify(message)).hasSize(2).allMatch(DkimVerdict::passes);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, default, false, a stranger",
        "192.0.2.9,   default, true,  relay-from",
    })
    void strangersAreNotSignedFor(String address, String tenant, boolean signed, String who) {
        Client client = new Client(InetAddress.ofLiteral(address), "client.example", "ESMTP", ServerId.DEFAULT);

        assertThat(verify(send(client, "ada@example.org", TEXT, signing())).isEmpty())
                .as(who + " " + tenant)
                .isNotEqualTo(signed);
    }

    /** Reports and the like: RFC 8460 §3 has them ignored where they are not signed. */
    @Test
    void whatTheServerWritesItselfIsSignedWhateverRelayFromSays() {
        Client self = new Client(Link.ourselves(), "mx.example.org", "ESMTP", ServerId.DEFAULT, Optional.empty());
        String report = TEXT.replace("Subject", "TLS-Required: No\r\nTLS-Report-Domain: example.net\r\nSubject");

        byte[] message = send(self, "postmaster@example.org", report, signing());

        assertThat(verify(message)).hasSize(2).allMatch(DkimVerdict::passes);
        for (String field : List.of("TLS-Required: No", "TLS-Report-Domain: example.net")) {
            String forged = text(message).replace(field, field + "x");
            assertThat(verify(forged.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(field)
                    .noneMatch(DkimVerdict::passes);
        }
    }

    /** RFC 8460 §3: what is done with it depends on that. */
    @Test
    void whoReadsReportsIsToldWhetherTheLetterIsSigned() {
        byte[] signed = send(insider(Optional.empty()), "ada@example.org", TEXT, signing());
        List<Boolean> told = new ArrayList<>();
        Stage.Maker inbox = ReportInboxStage.maker(
                new ReportInboxStage.Means(
                        (_, _, holds) -> {
                            told.add(holds);
                            return Optional.empty();
                        },
                        () -> new DkimVerifier(new PublicKeys(zone), CLOCK, DKIM)),
                List.of("Ada@Example.org"),
                new ByteSize(100_000));

        send(insider(Optional.empty()), "x@example.net", text(signed), inbox);
        send(insider(Optional.empty()), "x@example.net", text(signed).replace("Beans", "Peas"), inbox);
        send(insider(Optional.empty()), "x@example.net", TEXT, inbox);

        assertThat(told).containsExactly(true, false, false);
    }

    /** Law 11. */
    @Test
    void aTenantsDomainIsSignedForItsOwnPeopleOnly() {
        assertThat(verify(send(insider(Optional.of(login("default"))), "ada@example.org", TEXT, signing())))
                .hasSize(2);
        assertThat(verify(send(insider(Optional.of(login("other"))), "ada@example.org", TEXT, signing())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: x@example.net                         | ada@example.org | 2",
                "From: x@example.net                         | x@example.net   | 0",
                "From: x@example.net, ada@example.org        | x@example.net   | 0",
                "From: =?utf-8?q?Ada?= <ada@EXAMPLE.org>     | x@example.net   | 2",
                "From: <eve@example.net> <ada@example.org>   | x@example.net   | 0",
                "Subject: nobody                             | ada@example.org | 2",
            })
    void theAuthorsDomainSigns(String field, String sender, int signatures) {
        String text = TEXT.replace("From: Ada <ada@example.org>", field);

        assertThat(verify(send(insider(Optional.empty()), sender, text, signing())))
                .hasSize(signatures);
    }

    @Test
    void whatGoesOnToOutsideIsSealed() {
        directory.setForward(Town.address("ada@example.org"), List.of(Town.address("ada@example.net")), true);
        Client stranger = new Client(InetAddress.ofLiteral("203.0.113.9"), "client.example", "ESMTP", ServerId.DEFAULT);

        byte[] message = send(stranger, "bob@example.net", TEXT, vouching(), sealing());

        assertThat(text(message)).startsWith("ARC-Seal: i=1;");
        ArcVerdict verdict = chain(message);
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        assertThat(verdict.sealers().getFirst().domain()).isEqualTo("example.org");
        assertThat(verdict.sealers().getFirst().results().asUtf8()).contains("spf=pass");

        byte[] again = send(stranger, "bob@example.net", text(message), vouching(), sealing());

        assertThat(text(again)).startsWith("ARC-Seal: i=2;");
        assertThat(chain(again).cv()).isEqualTo(ArcResult.PASS);
        assertThat(chain(again).sealers()).hasSize(2);
        assertThat(chain(text(again).replace("Beans,", "Peas,").getBytes(StandardCharsets.ISO_8859_1))
                        .cv())
                .isEqualTo(ArcResult.FAIL);
    }

    @Test
    void aBrokenChainGetsNoFurtherSeal() {
        directory.setForward(Town.address("ada@example.org"), List.of(Town.address("ada@example.net")), true);
        Client stranger = new Client(InetAddress.ofLiteral("203.0.113.9"), "client.example", "ESMTP", ServerId.DEFAULT);
        byte[] sealed = send(stranger, "bob@example.net", TEXT, vouching(), sealing());

        byte[] message =
                send(stranger, "bob@example.net", text(sealed).replace("Beans", "Peas"), vouching(), sealing());

        assertThat(text(message)).doesNotContain("i=2");
    }

    @Test
    void whatStaysHereIsNotSealed() {
        Client stranger = new Client(InetAddress.ofLiteral("203.0.113.9"), "client.example", "ESMTP", ServerId.DEFAULT);

        assertThat(text(send(stranger, "bob@example.net", TEXT, vouching(), sealing())))
                .doesNotContain("ARC-Seal");
    }

    private static final class Repairing implements Stage {
        @Override
        public boolean removes(HeaderField field) {
            return field.is("Bcc");
        }

        @Override
        public Step pass(Taken message) {
            return new Step.Next(message.with(message.handling().withField(Bytes.utf8("Date: now\r\n"))));
        }
    }

    private Stage.Maker signing() {
        return SigningStage.maker(directory, keys, insiders, CLOCK);
    }

    private Stage.Maker sealing() {
        return SealingStage.maker(new SealingStage.Means(
                directory, keys, insiders, () -> new ArcVerifier(new PublicKeys(zone), CLOCK, DKIM), CLOCK));
    }

    private static Stage.Maker vouching() {
        Bytes field = Bytes.utf8("Authentication-Results: mx.example.org;\r\n\tspf=pass smtp.mailfrom=example.net\r\n");
        return (_, _) -> Optional.of(
                message -> new Stage.Step.Next(message.with(message.handling().withField(field))));
    }

    private static Client insider(Optional<Login> login) {
        Link link = new Link(InetAddress.ofLiteral("192.0.2.7"), ListenerRole.SUBMISSION, Optional.empty(), login);
        return new Client(link, "client.example", "ESMTPSA", ServerId.DEFAULT, Optional.empty());
    }

    private static Login login(String tenant) {
        return new Login(
                new AccountId(1),
                new TenantId(tenant),
                Town.address("ada@example.org"),
                "PLAIN",
                new Proof.Elsewhere());
    }

    private byte[] send(Client client, String sender, String text, Stage.Maker... makers) {
        EndOfData end = new EndOfData(queue, CLOCK, "mx.example.org", Passages.NONE, List.of(makers));
        Recipient ada = new Recipient(Town.address("ada@example.org"), RcptParameters.NONE, Destination.LOCAL, 0);
        Transaction transaction = new Transaction(
                client, new ReversePath.Sender(Town.address(sender)), MailParameters.NONE, List.of(ada));
        try (Incoming message = end.open(transaction, TenantId.DEFAULT, Settings.defaults(SubmitSettings.class))) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < octets.length; at += 7777) {
                message.write(octets, at, Math.min(7777, octets.length - at));
            }
            assertThat(message.finish().code()).isEqualTo(250);
        }
        return next();
    }

    private List<DkimVerdict> verify(byte[] message) {
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), CLOCK, DKIM)) {
            verifier.feed(message, 0, message.length);
            return new ArrayList<>(verifier.finish());
        }
    }

    private ArcVerdict chain(byte[] message) {
        try (ArcVerifier verifier = new ArcVerifier(new PublicKeys(zone), CLOCK, DKIM)) {
            verifier.feed(message, 0, message.length);
            return verifier.finish();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        try (InputStream in = content.open()) {
            carried.add(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Result delivered = new Result.Delivered("a test", Reply.of(250, "2.0.0", "ok"), false, false);
        return attempt.recipients().stream().map(_ -> delivered).toList();
    }

    private byte[] next() {
        try {
            return Optional.ofNullable(carried.poll(10, TimeUnit.SECONDS)).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKey;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.SigningSettings;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.NoticeSigner;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.store.BlobWriter;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Returned;

/** Notices as whoever gets them would verify them. */
class SignedNoticesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Town.NOON);
    private static final DkimSettings DKIM = Settings.defaults(DkimSettings.class);
    private static final QueueSettings QUEUE = Settings.defaults(QueueSettings.class);
    private static final String HEADER = "From: ada@example.org\r\nSubject: beans\r\n\r\n";

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);
    private final DomainKeys keys = new DomainKeys(store, CLOCK, signing("true"));
    private final TxtZone zone = new TxtZone();
    private final BlockingQueue<byte[]> notices = new LinkedBlockingQueue<>();

    private static SigningSettings signing(String sign) {
        return Settings.read(SigningSettings.class, Map.of("check-dns", "false", "sign", sign));
    }

    private void giveKeys(String domain) {
        for (Algorithm algorithm : List.of(Algorithm.RSA_SHA256, Algorithm.ED25519_SHA256)) {
            keys.add(Town.domain(domain), algorithm, Optional.empty());
        }
        keys.list(Town.domain(domain)).forEach(key -> zone.txt(key.recordName(), key.record()));
    }

    private NoticeSigner signer() {
        return SignedNotices.signer(directory, keys, CLOCK, signing("true"));
    }

    /** @param host what the server is called that cannot deliver {@code message} */
    private byte[] bounced(String host, NoticeSigner signer, String message) {
        Queue.Ports ports = new Queue.Ports(_ -> Destination.LOCAL, _ -> host, _ -> Optional.empty(), signer);
        try (Queue queue = new Queue(store, ports, CLOCK, new Random(7), QUEUE)) {
            queue.start(this::carry);
            QueueId id = queue.nextId();
            try (BlobWriter writer = queue.content(id)) {
                byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
                writer.write(octets, 0, octets.length);
                queue.enqueue(id, envelope(), writer.finish(), "from a test");
            }
            return Optional.ofNullable(notices.poll(20, TimeUnit.SECONDS)).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Envelope envelope() {
        MailParameters headers = new MailParameters(
                OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.of(Returned.HEADERS), Optional.empty());
        Recipient nobody = new Recipient(Town.address("no@example.net"), RcptParameters.NONE, Destination.LOCAL, 0);
        return new Envelope(
                new ReversePath.Sender(Town.address("ada@example.org")),
                headers,
                List.of(nobody),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Town.NOON,
                "client.example [192.0.2.7]");
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        if (attempt.envelope().sender() instanceof ReversePath.Null) {
            try (InputStream in = content.open()) {
                notices.add(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return List.of(new Result.Delivered("a test", Reply.of(250, "2.0.0", "ok"), false, false));
        }
        return List.of(new Result.Failed(
                new Result.Failure(Reply.of(550, "5.1.1", "no such user"), Optional.empty(), "it was refused", false)));
    }

    private List<DkimVerdict> verify(byte[] message) {
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), CLOCK, DKIM)) {
            verifier.feed(message, 0, message.length);
            return new ArrayList<>(verifier.finish());
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aNoticeVerifiesWithBothKeysAndNoLongerOnceItIsChanged() {
        giveKeys("example.org");

        byte[] notice = bounced("example.org", signer(), HEADER + "Beans.\r\n");

        assertThat(text(notice)).startsWith("DKIM-Signature: ").contains("<postmaster@example.org>", "Subject: beans");
        assertThat(verify(notice)).hasSize(2).allMatch(DkimVerdict::passes);
        for (String part : List.of("Subject: beans", "no such user", "Auto-Submitted: auto-replied")) {
            byte[] forged = text(notice).replace(part, part + "!").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(verify(forged)).as(part).noneMatch(DkimVerdict::passes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.org,          example.org, the domain itself",
        "mail.example.org,     example.org, a host in it",
        "a.b.example.org,      example.org, further down",
        "mx.sub.example.org,   sub.example.org, the nearest that has keys",
        "mx.keyless.example.org, example.org, one without keys is passed over",
        "mail.example.net,     '',          a domain that is not ours",
        "notexample.org,       '',          no part of its name is cut",
        "org,                  '',          above every domain of ours",
        "localhost,            '',          no domain at all",
    })
    void theNearestDomainOfOursWithKeysSigns(String host, String domain, String why) {
        for (String more : List.of("sub.example.org", "keyless.example.org")) {
            directory.addDomain(TenantId.DEFAULT, Town.domain(more));
        }
        giveKeys("example.org");
        giveKeys("sub.example.org");

        String notice = text(bounced(host, signer(), HEADER));

        if (domain.isEmpty()) {
            assertThat(notice).as(why).startsWith("From: ");
        } else {
            assertThat(notice).as(why).contains("d=" + domain + ";");
            assertThat(verify(notice.getBytes(StandardCharsets.ISO_8859_1))).allMatch(DkimVerdict::passes);
        }
    }

    @Test
    void onlyActiveKeysSignAndNoneWhereSigningIsOff() {
        giveKeys("example.org");
        assertThat(text(bounced("example.org", SignedNotices.signer(directory, keys, CLOCK, signing("false")), HEADER)))
                .startsWith("From: ");

        keys.list(Town.domain("example.org"))
                .forEach(key -> keys.change(key.domain(), key.selector(), DomainKey.State.RETIRED));

        assertThat(text(bounced("example.org", signer(), HEADER))).startsWith("From: ");
    }

    /** Law 6: what is signed may be as large as it likes. */
    @Test
    void signingHoldsTheHeaderAloneAndAHeaderWithoutEndIsNotHeld() {
        giveKeys("example.org");
        byte[] block = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.ISO_8859_1);
        byte[] header = HEADER.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(allocated(header, block)).isLessThan(1 << 20);
        assertThat(allocated(new byte[] {'a'}, block)).isLessThan(1 << 20);

        NoticeSigner.Signing endless = signer().open("example.org").orElseThrow();
        endless.write(block, 0, block.length);
        assertThat(endless.finish()).as("64 KiB and no end").isPresent();
        NoticeSigner.Signing beyond = signer().open("example.org").orElseThrow();
        beyond.write(block, 0, block.length);
        beyond.write(block, 0, 1);
        assertThat(beyond.finish()).as("one octet more").isEmpty();
    }

    /** By this thread, for 64 MiB of body. */
    private long allocated(byte[] header, byte[] block) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        NoticeSigner.Signing signing = signer().open("example.org").orElseThrow();
        long before = threads.getCurrentThreadAllocatedBytes();
        signing.write(header, 0, header.length);
        for (int i = 0; i < 1024; i++) {
            signing.write(block, 0, block.length);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

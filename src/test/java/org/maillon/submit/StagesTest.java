package org.maillon.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.filter.FilterChain;
import org.maillon.filter.FilterSetting;
import org.maillon.filter.ScriptedFilter;
import org.maillon.filter.milter.MilterAnswers;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Filter;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** What stages may do to a message on its way in, seen from where it is delivered. */
class StagesTest {
    private static final String HEADER =
            "Subject: hi\r\nBcc: eve@example.org,\r\n\tmallory@example.org\r\nTo: ada\r\n\r\n";

    private final ModelStore store = new ModelStore();
    private final BlockingQueue<Carried> carried = new LinkedBlockingQueue<>();
    private Queue queue = queue();

    private record Carried(String text, long size, boolean junk) {}

    @AfterEach
    void close() {
        queue.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 5_000_000})
    void fieldsGoOnTopAndOthersAreRemovedHoweverLargeTheMessage(int body) {
        queue.start(this::carry);
        String text = HEADER + "x".repeat(body);
        assertThat(send(text, new Bcc(), adding("One: 1\r\n"), adding("Two: 2\r\n"))
                        .code())
                .isEqualTo(250);
        Carried got = next();
        assertThat(got.text()).startsWith("Two: 2\r\nOne: 1\r\nReceived: from client.example");
        assertThat(got.text()).endsWith("Subject: hi\r\nTo: ada\r\n\r\n" + "x".repeat(body));
        assertThat(got.size()).isEqualTo(got.text().length());
        assertThat(got.junk()).isFalse();
    }

    @Test
    void whatWasDoneOutlivesAStart() {
        send(HEADER, adding("One: 1\r\n"), marking(new Disposition.Junk("it smells")));
        queue.close();
        queue = queue();
        queue.start(this::carry);
        Carried got = next();
        assertThat(got.text()).startsWith("One: 1\r\nReceived:");
        assertThat(got.junk()).isTrue();
    }

    @Test
    void aQuarantinedMessageWaitsForAPersonAlsoBehindAStart() {
        queue.start(this::carry);
        send(HEADER, marking(new Disposition.Quarantine("a virus")), marking(new Disposition.Junk("it smells")));
        assertThat(queue.list(Filter.ALL, 10)).hasSize(1).allMatch(queued -> queued.held());
        queue.close();
        queue = queue();
        queue.start(this::carry);
        assertThat(carried).isEmpty();
        assertThat(queue.list(Filter.ALL, 10)).hasSize(1).allMatch(queued -> queued.held());
        queue.release(Filter.ALL);
        assertThat(next().text()).contains("Subject: hi");
    }

    @Test
    void aStageSeesWhatTheClientSentOctetByOctet() {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        StringBuilder closed = new StringBuilder();
        Stage watching = new Stage() {
            @Override
            public void write(byte[] octets, int from, int length) {
                seen.write(octets, from, length);
            }

            @Override
            public Step pass(Taken message) {
                assertThat(message.header().first("bcc")).isPresent();
                return new Step.Answer(Reply.of(550, "5.7.1", "no"));
            }

            @Override
            public void close() {
                closed.append("closed");
            }
        };
        queue.start(this::carry);
        assertThat(send(HEADER + "body", new Bcc(), watching).code()).isEqualTo(550);
        assertThat(seen.toString(StandardCharsets.ISO_8859_1)).isEqualTo(HEADER + "body");
        assertThat(closed.toString()).isEqualTo("closed");
        assertThat(queue.list(Filter.ALL, 10)).isEmpty();
    }

    @Test
    void aMessageThatIsAllHeaderLosesNothing() {
        queue.start(this::carry);
        send("Subject: no end", new Bcc());
        assertThat(next().text()).endsWith("\r\nSubject: no end");
    }

    /** What has been taken out is shown to no program beside us, and its n-th field is the n-th of those it was shown. */
    @Test
    void aFilterIsShownWhatIsKeptAndCountsInThat() throws IOException {
        MilterAnswers.Ear milter = MilterAnswers.on(
                'E', "m\0\0\0\2X-Mark\0two\0", "m\0\0\0\1Bcc\0me@example.org\0", "i\0\0\0\2X-In\0between\0", "c");
        String text =
                "Bcc: eve@example.org\r\nX-Mark: a\r\nbcc : f@example.org\r\nX-Mark: b\r\nX-Mark: c\r\n\r\nbody\r\n";
        queue.start(this::carry);
        try (ScriptedFilter filter = new ScriptedFilter(milter);
                SocketDialer dialer = new SocketDialer();
                FilterChain chain = FilterChain.of(
                        List.of(Settings.read(FilterSetting.class, Map.of("address", filter.address()))),
                        dialer,
                        InstantSource.system())) {
            Insiders insiders = new Insiders(Settings.defaults(SubmitSettings.class));
            Filtering filtering = new Filtering(
                    chain, queue, new Filtering.Ports(insiders, _ -> "mx.example.org", _ -> Destination.LOCAL));
            assertThat(sendThrough(text, (_, _) -> Optional.of(new Bcc()), filtering)
                            .code())
                    .isEqualTo(250);
        }
        assertThat(milter.heard())
                .filteredOn(packet -> packet.startsWith("L "))
                .containsExactly("L X-Mark|a|", "L X-Mark|b|", "L X-Mark|c|");
        assertThat(next().text())
                .endsWith(
                        "X-Mark: a\r\nX-In: between\r\nX-Mark: two\r\nX-Mark: c\r\nBcc: me@example.org\r\n\r\nbody\r\n");
    }

    private static final class Bcc implements Stage {
        @Override
        public boolean removes(HeaderField field) {
            return field.is("bcc");
        }

        @Override
        public Step pass(Taken message) {
            return new Step.Next(message);
        }
    }

    private static Stage adding(String field) {
        return message -> new Stage.Step.Next(message.with(message.handling().withField(Bytes.utf8(field))));
    }

    private static Stage marking(Disposition disposition) {
        return message -> new Stage.Step.Next(message.with(message.handling().with(disposition)));
    }

    private Queue queue() {
        return new Queue(
                store,
                new Queue.Ports(_ -> Destination.LOCAL, _ -> "mx.example.org"),
                InstantSource.fixed(Town.NOON),
                new Random(7),
                Settings.defaults(QueueSettings.class));
    }

    private Reply send(String text, Stage... stages) {
        List<Stage.Maker> makers = List.of(stages).stream()
                .<Stage.Maker>map(stage -> (_, _) -> Optional.of(stage))
                .toList();
        return sendThrough(text, makers.toArray(Stage.Maker[]::new));
    }

    private Reply sendThrough(String text, Stage.Maker... makers) {
        EndOfData end =
                new EndOfData(queue, InstantSource.fixed(Town.NOON), "mx.example.org", Passages.NONE, List.of(makers));
        Client client = new Client(InetAddress.ofLiteral("203.0.113.9"), "client.example", "ESMTP", ServerId.DEFAULT);
        Recipient ada = new Recipient(Town.address("ada@example.org"), RcptParameters.NONE, new Destination("x"), 0);
        Transaction transaction = new Transaction(client, new ReversePath.Null(), MailParameters.NONE, List.of(ada));
        try (Incoming message = end.open(transaction, TenantId.DEFAULT, Settings.defaults(SubmitSettings.class))) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < octets.length; at += 7777) {
                message.write(octets, at, Math.min(7777, octets.length - at));
            }
            return message.finish();
        }
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        try (InputStream in = content.open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            carried.add(new Carried(text, content.size(), content.treatment().junk()));
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

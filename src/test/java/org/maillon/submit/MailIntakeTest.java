package org.maillon.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Result;
import org.maillon.queue.TraceLine;
import org.maillon.route.Route;
import org.maillon.route.RouteSetting;
import org.maillon.route.RouteTable;
import org.maillon.store.model.ModelStore;
import org.maillon.verify.Verifier;
import org.maillon.verify.VerifySettings;
import org.maillon.verify.Ways;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** The gate over the real directory, route table, verifier and queue; only DNS and the disk are played. */
class MailIntakeTest {
    private static final ReversePath ADA = new ReversePath.Sender(Town.address("ada@example.org"));
    private static final Client OUTSIDE = client("203.0.113.9");

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);
    private final Queue queue = new Queue(
            store,
            new Queue.Ports(_ -> Destination.LOCAL, _ -> "mx.example.org"),
            InstantSource.fixed(Town.NOON),
            new Random(7),
            Settings.defaults(QueueSettings.class));
    private final BlockingQueue<Carried> carried = new LinkedBlockingQueue<>();
    private final MailIntake intake = intake();
    private boolean room = true;

    private record Carried(Attempt attempt, String text) {}

    @BeforeEach
    void open() {
        directory.addAlias(Town.address("team@example.org"), List.of(Town.address("ada@example.org")));
        queue.start(this::carry);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9 | ada@example.org    | local                 |            | ours, from anywhere
            203.0.113.9 | ADA@Example.ORG    | local                 |            | whatever its case
            203.0.113.9 | team@example.org   | local                 |            | an alias
            203.0.113.9 | nobody@example.org |                       | 550 5.1.1  | no such mailbox
            203.0.113.9 | x@remote.test      |                       | 550 5.7.1  | not ours, from anywhere: no open relay
            127.0.0.1   | x@remote.test      | mx:remote.test        |            | not ours, from our network
            127.0.0.1   | x@nowhere.test     |                       | 550 5.1.2  | no such domain
            127.0.0.1   | x@null.test        |                       | 556 5.1.10 | a null MX
            127.0.0.1   | x@broken.test      |                       | 451 4.4.3  | DNS does not answer
            127.0.0.1   | x@sink.test        | smtp://127.0.0.1:2626 |            | by a configured route
            203.0.113.9 | x@sink.test        |                       | 550 5.7.1  | a route opens nothing to others
            203.0.113.9 | x@behind.test      | lmtp://127.0.0.1:2424 |            | a route for anyone: a server behind us
            203.0.113.9 | x@nowhere.test     |                       | 550 5.7.1  | a stranger learns nothing of DNS""")
    void answersForEachRecipientBeforeTheBody(
            String from, String recipient, String lane, String refusal, String reason) {
        switch (intake.recipient(client(from), ADA, Town.address(recipient), RcptParameters.NONE)) {
            case RecipientAnswer.Welcome(var welcome) ->
                assertThat(welcome.destination()).as(reason).isEqualTo(new Destination(lane));
            case RecipientAnswer.Refused(Reply reply) ->
                assertThat(reply.toString()).as(reason).startsWith(refusal + " ");
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            ada@example.org    | welcome    | ours, and there
            nobody@example.org | 550 5.1.8  | ours, and not there
            x@remote.test      | welcome    | a domain that takes mail
            x@nowhere.test     | 550 5.1.8  | a domain that is not there
            x@null.test        | 550 5.7.27 | a domain that takes no mail
            x@broken.test      | 450 4.1.8  | DNS does not answer""")
    void answersForTheSenderBeforeTheBody(String sender, String answer, String reason) {
        ReversePath path = new ReversePath.Sender(Town.address(sender));
        assertThat(intake.sender(OUTSIDE, path, MailParameters.NONE)
                        .map(Reply::toString)
                        .orElse("welcome"))
                .as(reason)
                .startsWith(answer);
    }

    @Test
    void takesNotificationsWithoutAskingForASender() {
        assertThat(intake.sender(OUTSIDE, new ReversePath.Null(), MailParameters.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"99999, welcome", "100000, welcome", "100001, 552 5.3.4"})
    void refusesAnAnnouncedSizeOverTheBoundAtMail(long size, String answer) {
        intake.reload(Settings.read(SubmitSettings.class, Map.of("max-message-size", "100000")));
        MailParameters announced = new MailParameters(
                OptionalLong.of(size), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.empty());
        assertThat(intake.sender(OUTSIDE, ADA, announced).map(Reply::toString).orElse("welcome"))
                .startsWith(answer);
    }

    @Test
    void refusesRecipientsWhoseMailboxIsFull() {
        room = false;
        assertThat(intake.recipient(OUTSIDE, ADA, Town.address("ada@example.org"), RcptParameters.NONE)
                        .toString())
                .contains("552");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SUCCESS         | NEVER
            SUCCESS,FAILURE | FAILURE
            FAILURE         | FAILURE
            NEVER           | NEVER""")
    void whoseSenderMayBeForgedHearsNoSuccessAndNothingElseThatItDidNotAskFor(String asked, String kept) {
        RcptParameters parameters = new RcptParameters(Optional.of(notify(asked)), Optional.empty());
        RecipientAnswer answer =
                intake.vouchedBy((_, _) -> false).recipient(OUTSIDE, ADA, Town.address("ada@example.org"), parameters);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        RecipientAnswer.Welcome.class,
                        welcome -> assertThat(welcome.recipient().parameters().notifying())
                                .contains(notify(kept)));
    }

    private static Set<Notify> notify(String names) {
        return Stream.of(Notify.values())
                .filter(one -> names.contains(one.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void remembersWhomItRefused() {
        Address nobody = Town.address("nobody@example.org");
        intake.recipient(OUTSIDE, ADA, nobody, RcptParameters.NONE);
        await().until(() -> !queue.traces().refusals(nobody, 10).isEmpty());
        assertThat(queue.traces().refusals(nobody, 10).getFirst().reply().code())
                .isEqualTo(550);
    }

    @Test
    void keepsTheMessageBehindOurReceivedFieldAndNamesItsId() {
        Reply reply = send("From: a\r\n\r\nhello\r\n", "ada@example.org");
        Carried message = next();
        QueueId id = message.attempt().id();
        assertThat(reply.toString()).isEqualTo("250 2.0.0 Queued as " + id);
        assertThat(message.text())
                .startsWith("Received: from client.example ([203.0.113.9])\r\n\tby mx.example.org with ESMTP id " + id
                        + "\r\n\tfor <ada@example.org>;")
                .endsWith("+0000\r\nFrom: a\r\n\r\nhello\r\n");
        assertThat(queue.traces().story(id))
                .first()
                .extracting(TraceLine::kind, TraceLine::text)
                .containsExactly(
                        TraceLine.Kind.TAKEN,
                        "from client.example [203.0.113.9] by ESMTP, "
                                + message.text().length() + " octets");
    }

    @ParameterizedTest
    @CsvSource({"65535, 250", "65536, 250", "65537, 552"})
    void refusesAMessageOverTheBoundAtItsEnd(int size, int code) {
        intake.reload(Settings.read(SubmitSettings.class, Map.of("max-message-size", "65536")));
        String header = "From: a\r\n\r\n";
        assertThat(send(header + "x".repeat(size - header.length()), "ada@example.org")
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"99, 250", "100, 250", "101, 554", "10000, 554"})
    void refusesWhatGoesRoundInACircle(int hops, int code) {
        assertThat(send("Received: x\r\n".repeat(hops) + "\r\nhello\r\n", "ada@example.org")
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"999, 250", "1000, 250", "1001, 552", "100000, 552"})
    void refusesAHeaderOfTooManyFields(int fields, int code) {
        assertThat(send("X: y\r\n".repeat(fields) + "\r\nhello\r\n", "ada@example.org")
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"4095, 250", "4096, 250", "4097, 552"})
    void refusesAHeaderThatIsTooLarge(int octets, int code) {
        intake.reload(Settings.read(SubmitSettings.class, Map.of("max-header-size", "4KiB")));
        String header = "X: " + "y".repeat(octets - "X: \r\n\r\n".length()) + "\r\n\r\n";
        assertThat(send(header + "hello\r\n", "ada@example.org").code()).isEqualTo(code);
    }

    @Test
    void tellsTheNextServerThatThereAreEightBits() {
        send("Subject: x\r\n\r\ncafé\r\n", "ada@example.org");
        assertThat(next().attempt().envelope().parameters().body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
    }

    @Test
    void sendsOneCopyToARecipientNamedTwice() {
        send("From: a\r\n\r\nhello\r\n", "ada@example.org", "ada@example.org", "ADA@example.org");
        Carried message = next();
        assertThat(message.attempt().envelope().recipients()).hasSize(1);
        assertThat(message.text()).contains("for <ada@example.org>");
    }

    @Test
    void namesNoRecipientInTheHeaderWhereThereAreTwo() {
        send("From: a\r\n\r\nhello\r\n", "ada@example.org", "team@example.org");
        assertThat(next().text()).doesNotContain("for <");
    }

    @Test
    void givesNoPositiveAnswerWhereTheStoreDoesNotKeepIt() {
        try (Incoming message = intake.open(transaction("ada@example.org"))) {
            write(message, "From: a\r\n\r\nhello\r\n");
            store.crash();
            assertThat(message.finish().toString()).startsWith("451 4.3.0 ");
        }
    }

    private MailIntake intake() {
        RouteTable table = new RouteTable(
                List.of(
                        new RouteSetting("sink.test", "smtp://127.0.0.1:2626"),
                        new RouteSetting("behind.test", "lmtp://127.0.0.1:2424", RouteSetting.AcceptFrom.ANYONE)),
                directory::isOurs);
        Verifier verifier = new Verifier(
                directory,
                address -> way(table.routeOf(address)),
                new PlayedDns(),
                InstantSource.fixed(Town.NOON),
                Settings.defaults(VerifySettings.class));
        return new MailIntake(
                new MailIntake.Known(directory, () -> table, verifier, _ -> room),
                new EndOfData(queue, InstantSource.fixed(Town.NOON), "mx.example.org"),
                queue.traces(),
                Settings.defaults(SubmitSettings.class));
    }

    private static Ways.Way way(Route route) {
        return switch (route) {
            case Route.Local _ -> new Ways.Way.ByDirectory();
            case Route.Mx _ -> new Ways.Way.ByDns();
            case Route.Via _, Route.Discard _ -> new Ways.Way.ByRelay(route.key(), false);
        };
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        try (InputStream in = content.open()) {
            carried.add(new Carried(attempt, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
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

    private static Client client(String address) {
        return new Client(InetAddress.ofLiteral(address), "client.example", "ESMTP", ServerId.DEFAULT);
    }

    private Transaction transaction(String... recipients) {
        return new Transaction(
                OUTSIDE,
                ADA,
                MailParameters.NONE,
                Arrays.stream(recipients)
                        .map(to -> intake.recipient(OUTSIDE, ADA, Town.address(to), RcptParameters.NONE))
                        .map(answer -> ((RecipientAnswer.Welcome) answer).recipient())
                        .toList());
    }

    private Reply send(String text, String... recipients) {
        try (Incoming message = intake.open(transaction(recipients))) {
            write(message, text);
            return message.finish();
        }
    }

    /** In pieces, as a network gives them. */
    private static void write(Incoming message, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length; at += 1000) {
            message.write(octets, at, Math.min(1000, octets.length - at));
        }
    }
}

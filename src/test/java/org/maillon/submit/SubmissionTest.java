package org.maillon.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
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
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Grant;
import org.maillon.hosting.OtherTown;
import org.maillon.hosting.Proof;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Result;
import org.maillon.route.RouteSetting;
import org.maillon.route.RouteTable;
import org.maillon.store.model.ModelStore;
import org.maillon.verify.Verifier;
import org.maillon.verify.VerifySettings;
import org.maillon.verify.Ways;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Wishes;

/** What users may hand over (RFC 6409), through the whole gate. */
class SubmissionTest {
    private static final String WHOLE =
            "From: ada@example.org\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <a@b>\r\n\r\nhi\r\n";

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);
    private final Queue queue = new Queue(
            store,
            new Queue.Ports(_ -> Destination.LOCAL, _ -> "mx.example.org"),
            InstantSource.fixed(Town.NOON),
            new Random(7),
            Settings.defaults(QueueSettings.class));
    private final BlockingQueue<String> carried = new LinkedBlockingQueue<>();
    private final MailIntake intake = intake();

    @BeforeEach
    void open() {
        directory.addAlias(Town.address("team@example.org"), List.of(Town.address("all@example.org")));
        directory.addAlias(Town.address("all@example.org"), List.of(Town.address("ada@example.org")));
        directory.addAccount(Town.address("bob@example.org"), Secret.utf8("bobs word"), Optional.empty());
        queue.start(this::carry);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aUserMaySendAnywhere() {
        assertThat(intake.recipient(
                        ada(), sender("ada@example.org"), Town.address("eve@remote.test"), RcptParameters.NONE))
                .isInstanceOf(RecipientAnswer.Welcome.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.org",
        "ADA@example.org",
        "ada+news@example.org",
        "team@example.org",
        "postmaster@example.org"
    })
    void aUserSendsAsItselfAndAsWhatLeadsToIt(String from) {
        assertThat(intake.sender(ada(), sender(from), MailParameters.NONE)).isEmpty();
        assertThat(send(WHOLE.replace("ada@example.org", from)).code()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({"bob@example.org", "nobody@example.org", "ada@example.net", "ada@[192.0.2.1]"})
    void aUserDoesNotSendAsSomebodyElse(String from) {
        assertThat(mail(ada(), from).toString())
                .startsWith("553 5.7.1 You may not send as <" + from + ">")
                .contains("ada@example.org");
        assertThat(send(WHOLE.replace("ada@example.org", from)).toString())
                .startsWith("550 5.7.1 From names <" + from + ">");
    }

    /** Nobody is refused for good because a directory is down. */
    @Test
    void whereAnotherDirectoryWouldKnowAndIsDownItIsForLater() {
        OtherTown other = new OtherTown();
        directory.asking(other);
        other.isDown(true);
        assertThat(mail(ada(), "countess@example.org").toString()).startsWith("451 4.4.3");
        assertThat(send(WHOLE.replace("ada@example.org", "countess@example.org"))
                        .toString())
                .startsWith("451 4.4.3");
        assertThat(intake.sender(ada(), sender("ada@example.org"), MailParameters.NONE))
                .isEmpty();
        other.isDown(false);
        assertThat(mail(ada(), "countess@example.org").code()).isEqualTo(553);
    }

    @Test
    void whatWasGrantedMayBeSentAs() {
        Address ada = Town.address("ada@example.org");
        assertThat(mail(ada(), "boss@remote.test").toString()).startsWith("553 5.7.1");
        Grant boss = new Grant.OfAddress(Town.address("Boss@remote.test"));
        directory.grant(ada, boss);
        assertThat(intake.sender(ada(), sender("boss@remote.test"), MailParameters.NONE))
                .isEmpty();
        assertThat(mail(ada(), "other@remote.test").toString()).contains("ada@example.org, boss@remote.test");
        directory.revoke(ada, boss);
        assertThat(mail(ada(), "boss@remote.test").code()).isEqualTo(553);

        directory.grant(ada, new Grant.OfDomain(Town.domain("remote.test")));
        assertThat(intake.sender(ada(), sender("anyone@remote.test"), MailParameters.NONE))
                .isEmpty();
        directory.removeAccount(ada);
        directory.addAccount(ada, Secret.utf8("another"), Optional.empty());
        assertThat(directory.grants(ada))
                .as("an account of the same name is another")
                .isEmpty();
    }

    @Test
    void theNullSenderIsEveryones() {
        assertThat(intake.sender(ada(), new ReversePath.Null(), MailParameters.NONE))
                .isEmpty();
    }

    @Test
    void whoseAccountIsGoneMustLogInAgain() {
        Client ada = ada();
        directory.removeAccount(Town.address("ada@example.org"));
        assertThat(intake.sender(ada, sender("ada@example.org"), MailParameters.NONE))
                .contains(SubmissionReplies.LOG_IN_ANEW);
    }

    private boolean isThere(Login login) {
        return directory.account(login.account()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Subject: x                                        | 550 5.6.0 The message has no From
            From: ada@example.org~From: ada@example.org       | 550 5.6.0 The message has more than one From
            From: Ada                                         | 550 5.6.0 The From field is not readable
            From: nobody:;                                    | 550 5.6.0 The From field is not readable
            From: ada@example.org, team@example.org           | 550 5.6.0 From names several
            From: ada@example.org~Sender: bob@example.org     | 550 5.7.1 Sender names <bob@example.org>
            From: ada@example.org, bob@example.org~Sender: ada@example.org | 550 5.7.1 From names <bob@example.org>
            From: ada@example.org~Sender: ada@example.org, team@example.org | 550 5.6.0 The Sender field is not
            From: ada@example.org~Sender: ada@example.org~Sender: ada@example.org | 550 5.6.0 The message has more
            """)
    void saysWhatIsWrongWithTheHeader(String header, String refusal) {
        assertThat(send(header.replace("~", "\r\n") + "\r\n\r\nhi\r\n").toString())
                .startsWith(refusal);
        assertThat(queue.messages()).isZero();
    }

    @Test
    void severalAuthorsWithASenderPass() {
        assertThat(send("From: ada@example.org, team@example.org\r\nSender: ada@example.org\r\n\r\nhi\r\n")
                        .code())
                .isEqualTo(250);
    }

    @Test
    void addsWhatTheMailProgramForgot() throws InterruptedException {
        send("From: ada@example.org\r\nBcc: eve@example.net,\r\n\tmallory@example.net\r\nTo: x@y\r\n\r\nhi\r\n");
        String text = next();
        assertThat(text)
                .contains("Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n", "\r\nFrom: ada@example.org\r\nTo: x@y\r\n\r\nhi")
                .containsPattern("Message-ID: <[0-9A-Z]+@mx.example.org>\r\n")
                .doesNotContain("Bcc", "mallory");
    }

    @Test
    void leavesWhatIsThere() throws InterruptedException {
        send(WHOLE);
        assertThat(next()).endsWith(WHOLE).startsWith("Received:");
    }

    @Test
    void doesNotTellTheWorldWhereTheUserSits() throws InterruptedException {
        send(WHOLE);
        assertThat(next())
                .startsWith("Received: by mx.example.org with ESMTP")
                .doesNotContain("203.0.113", "client.ex");
    }

    @Test
    void tellsWhereAServerSits() throws InterruptedException {
        Client server = client(ListenerRole.MX, false, false);
        assertThat(finish(server, "Subject: from elsewhere\r\n\r\n").code()).isEqualTo(250);
        assertThat(next()).contains("client.example ([203.0.113.9])").doesNotContain("Message-ID");
    }

    // What a message may wish for.

    @Test
    void offersToUsersWhatStrangersAreNotOffered() {
        assertThat(intake.offers(ada()))
                .containsExactly("FUTURERELEASE 2592000 2026-12-23T12:00:00Z", "DELIVERBY 60", "MT-PRIORITY MIXER");
        assertThat(intake.offers(client(ListenerRole.MX, false, false))).isEmpty();
        assertThat(intake.offers(client(ListenerRole.MX, false, true))).containsExactly("REQUIRETLS");
    }

    @ParameterizedTest
    @CsvSource({"2592000, true", "2592001, false"})
    void holdsNoLongerThanItSays(long seconds, boolean taken) {
        Duration length = Duration.ofSeconds(seconds);
        for (FutureRelease release :
                List.of(new FutureRelease.After(length), new FutureRelease.At(Town.NOON.plus(length)))) {
            var wishes = new Wishes(false, Optional.of(release), Optional.empty(), 0);
            Optional<Reply> reply = wish(ada(), wishes);
            assertThat(reply.isEmpty()).isEqualTo(taken);
            reply.ifPresent(it -> assertThat(it.toString()).startsWith("501 5.5.4"));
        }
    }

    @ParameterizedTest
    @CsvSource({"60, RETURN, true", "59, RETURN, false", "1, NOTIFY, true", "-5, NOTIFY, true"})
    void promisesNoDeliveryInLessThanItSays(long seconds, DeliverBy.Mode mode, boolean taken) {
        DeliverBy by = new DeliverBy(Duration.ofSeconds(seconds), mode, false);
        Wishes wishes = new Wishes(false, Optional.empty(), Optional.of(by), 0);
        assertThat(wish(ada(), wishes).isEmpty()).isEqualTo(taken);
    }

    @Test
    void strangersHaveNoWishesButForTls() {
        Client stranger = client(ListenerRole.MX, false, true);
        Optional<FutureRelease> later = Optional.of(new FutureRelease.After(Duration.ofHours(1)));
        Optional<DeliverBy> by = Optional.of(new DeliverBy(Duration.ofHours(1), DeliverBy.Mode.NOTIFY, false));
        assertThat(wish(stranger, new Wishes(false, later, Optional.empty(), 0)))
                .isPresent();
        assertThat(wish(stranger, new Wishes(false, Optional.empty(), by, 0))).isPresent();
        assertThat(wish(stranger, new Wishes(false, Optional.empty(), Optional.empty(), 1))
                        .map(Reply::code))
                .contains(555);
        assertThat(wish(stranger, new Wishes(true, Optional.empty(), Optional.empty(), 0)))
                .isEmpty();
        assertThat(wish(ada(), new Wishes(true, Optional.empty(), Optional.empty(), 0))
                        .map(Reply::toString)
                        .orElseThrow())
                .contains("REQUIRETLS");
    }

    private Optional<Reply> wish(Client client, Wishes wishes) {
        return intake.sender(client, sender("ada@example.org"), MailParameters.NONE.with(wishes));
    }

    private Reply send(String text) {
        return finish(ada(), text);
    }

    private Reply finish(Client client, String text) {
        var to = (RecipientAnswer.Welcome) intake.recipient(
                client, sender("ada@example.org"), Town.address("ada@example.org"), RcptParameters.NONE);
        var transaction =
                new Transaction(client, sender("ada@example.org"), MailParameters.NONE, List.of(to.recipient()));
        try (Incoming incoming = intake.open(transaction)) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            incoming.write(octets, 0, octets.length);
            return incoming.finish();
        }
    }

    private Reply mail(Client client, String from) {
        return intake.sender(client, sender(from), MailParameters.NONE).orElseThrow();
    }

    private static ReversePath sender(String address) {
        return new ReversePath.Sender(Town.address(address));
    }

    private Client ada() {
        return client(ListenerRole.SUBMISSION, true, false);
    }

    private Client client(ListenerRole role, boolean loggedIn, boolean tls) {
        Optional<Login> login = loggedIn
                ? directory.account(Town.address("ada@example.org")).map(SubmissionTest::login)
                : Optional.empty();
        Optional<TlsFacts> facts = tls ? Optional.of(new TlsFacts("TLSv1.3", "X", Optional.empty())) : Optional.empty();
        Link link = new Link(InetAddress.ofLiteral("203.0.113.9"), role, facts, login);
        return new Client(link, "client.example", "ESMTP", ServerId.DEFAULT, Optional.empty());
    }

    private static Login login(Account account) {
        return new Login(account.id(), account.tenant(), account.address(), "PLAIN", new Proof.Elsewhere());
    }

    private MailIntake intake() {
        VerifySettings verify = Settings.defaults(VerifySettings.class);
        Verifier verifier = new Verifier(
                directory,
                address -> directory.isOurs(address.domain()) ? new Ways.Way.ByDirectory() : new Ways.Way.ByDns(),
                new PlayedDns(),
                InstantSource.fixed(Town.NOON),
                verify);
        RouteTable routes = new RouteTable(List.<RouteSetting>of(), directory::isOurs);
        SubmitSettings settings = Settings.read(SubmitSettings.class, Map.of());
        SubmissionSettings submission = Settings.defaults(SubmissionSettings.class);
        Insiders insiders = new Insiders(settings);
        InstantSource clock = InstantSource.fixed(Town.NOON);
        return new MailIntake(
                new MailIntake.Known(directory, () -> routes, verifier, _ -> true),
                new EndOfData(
                        queue,
                        clock,
                        "mx.example.org",
                        Passages.NONE,
                        List.of(SubmissionStage.maker(new SubmissionStage.Means(
                                directory, "mx.example.org", submission, login -> isThere(login))))),
                queue.traces(),
                new Checks(
                        insiders,
                        List.of(new WishesCheck(insiders, clock, submission), new OwnSenderCheck(directory)),
                        List.of()),
                settings);
    }

    private List<Result> carry(Attempt attempt, Courier.Content content) {
        try (InputStream in = content.open()) {
            carried.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Reply reply = Reply.of(250, "2.0.0", "Taken");
        return attempt.recipients().stream()
                .<Result>map(_ -> new Result.Delivered("here", reply, false, false))
                .toList();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(carried.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }
}

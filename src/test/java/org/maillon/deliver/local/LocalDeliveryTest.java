package org.maillon.deliver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.OtherTown;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.mailbox.Arrival;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Message;
import org.maillon.mailbox.Post;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.store.BlobId;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

class LocalDeliveryTest {
    private static final String LETTER = "Subject: hello\r\n\r\nworld\r\n";

    private final ModelStore store = new ModelStore();
    private final Post post = new Post(store);
    private final Directory directory = Town.withAda(store);
    private final Mailboxes mailboxes = post.mailboxes();
    private int serial;

    LocalDeliveryTest() {
        for (String name : List.of("bob@example.org", "eve@example.org")) {
            directory.addAccount(address(name), Secret.utf8("love lace"), Optional.empty());
        }
    }

    @Test
    void storesWithReturnPathAndDeliveredTo() throws IOException {
        Result result = deliver("ada@example.org", LETTER);

        assertThat(result).isInstanceOfSatisfying(Result.Delivered.class, delivered -> {
            assertThat(delivered.referenceKept()).isTrue();
            assertThat(delivered.by()).isEqualTo("mailbox ada@example.org");
        });
        assertThat(mail("ada@example.org"))
                .containsExactly("Return-Path: <kim@example.net>\r\nDelivered-To: ada@example.org\r\n" + LETTER);
    }

    @Test
    void aNoticeHasAnEmptyReturnPath() throws IOException {
        deliver(new Sending(new ReversePath.Null(), LETTER, LocalDeliveryTest::defaults), "ada@example.org");

        assertThat(mail("ada@example.org").getFirst()).startsWith("Return-Path: <>\r\n");
    }

    @Test
    void anAttemptMadeTwiceStoresOnce() throws IOException {
        Sending sending = new Sending(sender(), LETTER, LocalDeliveryTest::defaults);
        Attempt attempt = attempt(sending, to("ada@example.org"));
        Courier.Content content = content(LETTER);

        Result first = delivery(sending).deliver(attempt, 0, content);
        Result second = delivery(sending).deliver(attempt, 0, content);

        assertThat(second).isEqualTo(first);
        assertThat(mail("ada@example.org")).hasSize(1);
    }

    @Test
    void someoneUnknownFails() {
        assertThat(failure(deliver("nobody@example.org", LETTER)))
                .startsWith("550 5.1.1 There is no mailbox nobody@example.org");
    }

    @Test
    void whomAnotherDirectoryKeepsGetsMailOnceItAnswers() {
        OtherTown other = new OtherTown().has("otto@example.org", "info@example.org");
        directory.asking(other);
        other.isDown(true);
        assertThat(deliver("info@example.org", LETTER).toString()).matches("(?s)Deferred.*451 4\\.4\\.3.*");
        other.isDown(false);
        assertThat(deliver("info@example.org", LETTER).toString()).contains("mailbox otto@example.org");
    }

    @Test
    void aDomainThatIsNoLongerOursFails() {
        assertThat(failure(deliver("ada@example.com", LETTER))).startsWith("550 5.1.2");
    }

    @Test
    void aMessageThatWasToGoElsewhereGetsAReferenceFirst() throws IOException {
        Destination elsewhere = new Destination("mx:example.org");
        Recipient recipient = new Recipient(address("ada@example.org"), RcptParameters.NONE, elsewhere, 0);
        Sending sending = new Sending(sender(), LETTER, LocalDeliveryTest::defaults);

        List<Recipient> into =
                into(delivery(sending).deliver(attempt(sending, List.of(recipient)), 0, content(LETTER)));

        assertThat(into).containsExactly(new Recipient(recipient.address(), RcptParameters.NONE, Destination.LOCAL, 0));
        assertThat(mail("ada@example.org")).isEmpty();
    }

    @Test
    void aFullMailboxDefersOrBounces() {
        directory.setQuota(address("ada@example.org"), new ByteSize(LETTER.length() + 64));
        for (int octets = 62; octets <= 66; octets++) {
            String letter = LETTER + "x".repeat(octets - 62);
            Result result = deliver("ada@example.org", letter);
            boolean fits =
                    letter.length() + "Return-Path: <kim@example.net>\r\nDelivered-To: ada@example.org\r\n".length()
                            <= LETTER.length() + 64;
            assertThat(result).isInstanceOf(fits ? Result.Delivered.class : Result.Deferred.class);
            mailboxes.expunge(id("ada@example.org"), FolderId.INBOX, List.of(1L, 2L, 3L, 4L, 5L));
        }
        Result waiting = deliver("ada@example.org", LETTER.repeat(10));
        Result bounced = deliver(
                new Sending(sender(), LETTER.repeat(10), () -> settings("bounce-when-full", "true")),
                "ada@example.org");

        assertThat(((Result.Deferred) waiting).failure().reply().toString()).startsWith("452 4.2.2");
        assertThat(failure(bounced)).startsWith("552 5.2.2");
    }

    @Test
    void aMessageThatWasHereBeforeIsALoop() {
        assertThat(failure(deliver("ada@example.org", "Delivered-To: ada@example.org\r\n" + LETTER)))
                .startsWith("554 5.4.6");
        assertThat(deliver("bob@example.org", "Delivered-To: ada@example.org\r\n" + LETTER))
                .isInstanceOf(Result.Delivered.class);
    }

    @Test
    void anAliasGoesOnToItsTargets() {
        directory.addAlias(
                address("team@example.org"),
                List.of(address("ada@example.org"), address("bob@example.org"), address("far@example.com")));

        List<Recipient> into = into(deliver("team@example.org", LETTER));

        assertThat(into)
                .extracting(recipient -> recipient.address().toString())
                .containsExactly("ada@example.org", "bob@example.org", "far@example.com");
        assertThat(into)
                .extracting(recipient -> recipient.destination().key())
                .containsExactly("local", "local", "mx:example.com");
        assertThat(into).allSatisfy(recipient -> {
            assertThat(recipient.depth()).isEqualTo(1);
            assertThat(recipient.parameters().original()).contains("rfc822;team@example.org");
        });
    }

    @Test
    void aForwardLeavesNothingBehind() throws IOException {
        forward("ada@example.org", false, "far@example.com");

        assertThat(ends("ada@example.org")).containsExactly("far@example.com");
        assertThat(mail("ada@example.org")).isEmpty();
    }

    @Test
    void aForwardThatKeepsACopyDoesBoth() throws IOException {
        forward("ada@example.org", true, "far@example.com", "bob@example.org");

        assertThat(ends("ada@example.org")).containsExactly("far@example.com", "bob@example.org", "ada@example.org");
        assertThat(mail("ada@example.org")).hasSize(1);
        assertThat(mail("bob@example.org")).hasSize(1);
    }

    @Test
    void aForwardBehindAnAliasIsFollowed() throws IOException {
        directory.addAlias(address("team@example.org"), List.of(address("ada@example.org")));
        forward("ada@example.org", true, "far@example.com");

        assertThat(ends("team@example.org")).containsExactly("far@example.com", "ada@example.org");
    }

    @Test
    void aForwardToOneselfStores() throws IOException {
        forward("ada@example.org", false, "ada@example.org");

        assertThat(ends("ada@example.org")).containsExactly("ada@example.org");
        assertThat(mail("ada@example.org")).hasSize(1);
    }

    @Test
    void twoWhoForwardToEachOtherEndInAMailbox() throws IOException {
        forward("ada@example.org", false, "bob@example.org");
        forward("bob@example.org", false, "ada@example.org");

        assertThat(ends("ada@example.org")).containsExactly("bob@example.org");
        assertThat(mail("bob@example.org")).hasSize(1);
    }

    @Test
    void threeWhoForwardInACircleAndKeepCopiesGetOneEach() throws IOException {
        forward("ada@example.org", true, "bob@example.org");
        forward("bob@example.org", true, "eve@example.org");
        forward("eve@example.org", true, "ada@example.org");

        ends("ada@example.org");

        assertThat(mail("ada@example.org")).hasSize(1);
        assertThat(mail("bob@example.org")).hasSize(1);
        assertThat(mail("eve@example.org")).hasSize(1);
    }

    @Test
    void aliasesInACircleFail() {
        directory.addAlias(address("a@example.org"), List.of(address("b@example.org")));
        directory.addAlias(address("b@example.org"), List.of(address("a@example.org")));

        assertThat(ends("a@example.org"))
                .containsExactly("554 5.4.6 Aliases and forwards lead too far, or in a circle");
    }

    @Test
    void stepsHaveABound() {
        for (int i = 0; i < 11; i++) {
            String target = i == 0 ? "ada@example.org" : "a" + (i - 1) + "@example.org";
            directory.addAlias(address("a" + i + "@example.org"), List.of(address(target)));
        }

        assertThat(ends("a8@example.org")).containsExactly("ada@example.org");
        assertThat(ends("a9@example.org")).containsExactly("ada@example.org");
        assertThat(ends("a10@example.org").getFirst()).startsWith("554 5.4.6");
    }

    @Test
    void aDetailGoesToInboxUnlessFoldersAreWanted() throws IOException {
        mailboxes.create(id("ada@example.org"), "lists");
        FolderId lists =
                mailboxes.folder(id("ada@example.org"), "lists").orElseThrow().id();
        Sending sorting = new Sending(sender(), LETTER, () -> settings("detail-folders", "true"));

        deliver("ada+lists@example.org", LETTER);
        deliver(sorting, "ada+lists@example.org");
        deliver(sorting, "ada+other@example.org");

        assertThat(mail("ada@example.org")).hasSize(2).allMatch(mail -> mail.contains("Delivered-To: ada+"));
        assertThat(mailboxes.list(id("ada@example.org"), lists, 0, 9, 9)).hasSize(1);
    }

    /** How a message is sent, and with which settings it is delivered. */
    private record Sending(ReversePath sender, String text, Supplier<LocalDeliverySettings> settings) {}

    private static LocalDeliverySettings defaults() {
        return Settings.defaults(LocalDeliverySettings.class);
    }

    private static LocalDeliverySettings settings(String key, String value) {
        return Settings.read(LocalDeliverySettings.class, Map.of(key, value));
    }

    private static ReversePath sender() {
        return new ReversePath.Sender(address("kim@example.net"));
    }

    private LocalDelivery delivery(Sending sending) {
        return new LocalDelivery(
                directory,
                mailboxes,
                this::lane,
                InstantSource.fixed(Town.NOON),
                sending.settings().get());
    }

    private Destination lane(Address address) {
        return directory.isOurs(address.domain()) ? Destination.LOCAL : new Destination("mx:" + address.domain());
    }

    private Result deliver(String to, String text) {
        return deliver(new Sending(sender(), text, LocalDeliveryTest::defaults), to);
    }

    private Result deliver(Sending sending, String to) {
        return delivery(sending).deliver(attempt(sending, to(to)), 0, content(sending.text()));
    }

    /** Follows every expansion as the queue does; mailboxes and servers where it ends, replies where it fails. */
    private List<String> ends(String to) {
        Sending sending = new Sending(sender(), LETTER, LocalDeliveryTest::defaults);
        List<Recipient> recipients = new ArrayList<>(to(to));
        List<String> ends = new ArrayList<>();
        QueueId id = QueueId.of(++serial, 0, 0);
        for (int number = 0; number < recipients.size(); number++) {
            Recipient recipient = recipients.get(number);
            if (!recipient.destination().equals(Destination.LOCAL)) {
                ends.add(recipient.address().toString());
                continue;
            }
            Attempt attempt = attempt(sending, recipients, id);
            switch (delivery(sending).deliver(attempt, number, content(LETTER))) {
                case Result.Delivered _ -> ends.add(recipient.address().toString());
                case Result.Expanded(List<Recipient> into, String _) -> recipients.addAll(into);
                case Result.Deferred(Result.Failure failure) ->
                    ends.add(failure.reply().toString());
                case Result.Failed(Result.Failure failure) ->
                    ends.add(failure.reply().toString());
            }
            assertThat(recipients).as("an end is near").hasSizeLessThan(100);
        }
        return ends;
    }

    private static List<Recipient> to(String address) {
        return List.of(new Recipient(address(address), RcptParameters.NONE, Destination.LOCAL, 0));
    }

    private Attempt attempt(Sending sending, List<Recipient> recipients) {
        return attempt(sending, recipients, QueueId.of(++serial, 0, 0));
    }

    private static Attempt attempt(Sending sending, List<Recipient> recipients, QueueId id) {
        Envelope envelope = new Envelope(
                sending.sender(),
                MailParameters.NONE,
                recipients,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Town.NOON,
                "client.example [192.0.2.7]");
        return new Attempt(id, envelope, List.of(0), Destination.LOCAL, 1);
    }

    private Courier.Content content(String text) {
        Arrival letter = post.letter(text);
        return new Courier.Content() {
            @Override
            public long size() {
                return letter.size();
            }

            @Override
            public InputStream open() {
                return store.blobs().read(letter.blob()).orElseThrow();
            }

            @Override
            public BlobId blob() {
                return letter.blob();
            }

            @Override
            public String reference(int number) {
                return letter.reference();
            }
        };
    }

    private void forward(String from, boolean keepCopy, String... to) {
        List<Address> targets = List.of(to).stream().map(Town::address).toList();
        assertThat(directory.setForward(address(from), targets, keepCopy).isDone())
                .isTrue();
    }

    private AccountId id(String address) {
        return directory.account(address(address)).map(Account::id).orElseThrow();
    }

    private List<String> mail(String address) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Message message : mailboxes.list(id(address), FolderId.INBOX, 0, Integer.MAX_VALUE, 100)) {
            try (InputStream octets = mailboxes.read(message).orElseThrow()) {
                texts.add(new String(octets.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static List<Recipient> into(Result result) {
        return ((Result.Expanded) result).into();
    }

    private static String failure(Result result) {
        return ((Result.Failed) result).failure().reply().toString();
    }
}

package org.maillon.deliver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Message;
import org.maillon.mailbox.Post;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.Filter;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.store.BlobWriter;
import org.maillon.store.model.Faults;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** Queue, directory and mailbox joined, and a crash between the mailbox's commit and the queue's. */
class ArrivedTest {
    private static final Address ADA = address("ada@example.org");
    private static final byte[] LETTER = "Subject: hello\r\n\r\nworld\r\n".getBytes(StandardCharsets.UTF_8);

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);

    private LocalDelivery delivery() {
        return new LocalDelivery(
                directory,
                new Post(store).mailboxes(),
                _ -> Destination.LOCAL,
                InstantSource.system(),
                Settings.defaults(LocalDeliverySettings.class));
    }

    private Queue queue() {
        return new Queue(
                store,
                new Queue.Ports(_ -> Destination.LOCAL, _ -> "mail.example.org"),
                InstantSource.system(),
                new SplittableRandom(1),
                Settings.read(QueueSettings.class, Map.of("close-within", "0s")));
    }

    private AccountId ada() {
        return directory.account(ADA).orElseThrow().id();
    }

    @Test
    void aMessageStoredBeforeTheCrashIsReadableAfterAnOperatorRemovedItFromTheQueue() throws IOException {
        QueueId id = storedButNotSettled();

        try (Queue queue = queue()) {
            queue.start(afterTheCrash());
            Awaitility.await()
                    .until(() -> queue.show(id).orElseThrow().open().getFirst().attempts() == 1);
            queue.remove(Filter.ALL, "no longer wanted");

            assertThat(queue.show(id)).isEmpty();
        }
        assertThat(letters()).singleElement().asString().endsWith("\r\n\r\nworld\r\n");
    }

    @Test
    void whatWasStoredIsKnownAlsoOnceTheAccountForwardsOrItsOwnerHasDeletedIt() {
        QueueId id = storedButNotSettled();
        directory.setForward(ADA, List.of(address("far@example.com")), false);
        new Post(store).mailboxes().expunge(ada(), FolderId.INBOX, List.of(1L));

        assertThat(delivery().arrived(id, 0, ADA)).isPresent();
        assertThat(delivery().arrived(id, 1, ADA)).isEmpty();
        assertThat(delivery().arrived(id, 0, address("nobody@example.org"))).isEmpty();
    }

    private QueueId storedButNotSettled() {
        LocalDelivery delivery = delivery();
        try (Queue queue = queue()) {
            QueueId id = send(queue);
            queue.start((attempt, content) -> {
                Result result = delivery.deliver(attempt, 0, content);
                store.with(Faults.at(0, Faults.Fate.CRASH_BEFORE));
                return List.of(result);
            });
            Awaitility.await().until(store::hasCrashed);
            return id;
        } finally {
            store.with(Faults.none());
            store.crash();
            store.reopen();
        }
    }

    /** Something keeps the next try from being made. */
    private Courier afterTheCrash() {
        Result later = new Result.Deferred(
                new Result.Failure(Reply.of(451, "4.3.0", "later"), Optional.empty(), "not now", false));
        LocalDelivery delivery = delivery();
        return new Courier() {
            @Override
            public List<Result> carry(Attempt attempt, Content content) {
                return List.of(later);
            }

            @Override
            public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
                return delivery.arrived(id, number, recipient);
            }
        };
    }

    private static QueueId send(Queue queue) {
        QueueId id = queue.nextId();
        Recipient ada = new Recipient(ADA, RcptParameters.NONE, Destination.LOCAL, 0);
        Envelope envelope = new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE,
                List.of(ada),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.now(),
                "test");
        try (BlobWriter writer = queue.content(id)) {
            writer.write(LETTER, 0, LETTER.length);
            queue.enqueue(id, envelope, writer.finish(), "from a test");
        }
        return id;
    }

    private List<String> letters() throws IOException {
        Mailboxes mailboxes = new Post(store).mailboxes();
        List<String> letters = new ArrayList<>();
        for (Message message : mailboxes.list(ada(), FolderId.INBOX, 0, 9, 9)) {
            try (InputStream in = mailboxes.read(message).orElseThrow()) {
                letters.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return letters;
    }
}

package org.maillon.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Partition;
import org.maillon.store.Store;

/** What the queue does before a mailbox sees a message: a blob in a shard, held under the queue's and the recipient's name. */
public final class Post {
    public static final AccountId ADA = new AccountId(7);
    public static final ByteSize ROOMY = ByteSize.parse("1GiB");
    public static final String QUEUE = "q";
    public static final String RECIPIENT = "r0";

    private static final Partition SHARD = Partition.journal("queue/0");

    public final Store store;
    public volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

    private volatile Instant steady = now;

    private final AtomicLong serial = new AtomicLong();

    public Post(Store store) {
        this.store = store;
    }

    /** For both clocks. */
    public void pass(Duration time) {
        now = now.plus(time);
        steady = steady.plus(time);
    }

    public Mailboxes mailboxes() {
        return mailboxes(Settings.defaults(MailboxSettings.class));
    }

    public Mailboxes mailboxes(MailboxSettings settings) {
        Mailboxes.Time time = new Mailboxes.Time(() -> now, () -> steady);
        return new Mailboxes(store, time, new SplittableRandom(serial.incrementAndGet()), settings);
    }

    /** In a shard, under both names. */
    public Arrival letter(String text) {
        return letter(text, Bytes.EMPTY);
    }

    public Arrival letter(String text, Bytes prefix) {
        return letter(text, new byte[0], 0, prefix);
    }

    /** With a piece so many times behind the text. */
    public Arrival letter(String text, byte[] piece, int times, Bytes prefix) {
        String key = "letter-" + serial.incrementAndGet();
        BlobId blob = new BlobId(SHARD, Bytes.utf8(key));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (BlobWriter writer = store.blobs().writer(blob)) {
            writer.write(octets, 0, octets.length);
            for (int i = 0; i < times; i++) {
                writer.write(piece, 0, piece.length);
            }
            store.commit(Batch.of(SHARD)
                    .keep(writer.finish(), List.of(QUEUE, RECIPIENT))
                    .build());
        }
        return new Arrival(
                key, Folder.INBOX, prefix, blob, RECIPIENT, octets.length + (long) piece.length * times, now, Set.of());
    }

    /** The queue is done with it. */
    public void forget(Arrival letter) {
        store.commit(Batch.of(SHARD).release(letter.blob(), QUEUE).build());
    }

    public boolean isHeld(Arrival letter) {
        return store.blobs().size(letter.blob()).isPresent();
    }

    public static Optional<Message> first(Mailboxes mailboxes) {
        return all(mailboxes).stream().findFirst();
    }

    public static List<Message> all(Mailboxes mailboxes) {
        return all(mailboxes, FolderId.INBOX);
    }

    public static List<Message> all(Mailboxes mailboxes, FolderId folder) {
        return mailboxes.list(ADA, folder, 0, Mailboxes.LAST_UID, Integer.MAX_VALUE);
    }
}

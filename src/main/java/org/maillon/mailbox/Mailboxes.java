package org.maillon.mailbox;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.KeyRange;
import org.maillon.store.PendingBlob;
import org.maillon.store.Row;
import org.maillon.store.Store;

/**
 * All accounts' folders and messages. Every method may be called from any thread, is durable on return, and throws
 * {@link org.maillon.store.StoreException} where the store cannot.
 */
public final class Mailboxes {
    static final long LAST_UID = 0xFFFF_FFFFL;

    private final Store store;
    private final RandomGenerator entropy;
    private final MailboxSettings settings;
    private final Folders folders;
    private final LoadingCache<AccountId, Hot> hot;

    /** An account in use; one that is dropped and made anew beside a user of the old one costs a conflict, no harm. */
    private record Hot(Box box, Deliveries deliveries) {}

    /**
     * What time it is.
     *
     * @param steady a clock that nobody sets, by which it shows that the other one was
     */
    public record Time(InstantSource clock, InstantSource steady) {}

    public Mailboxes(Store store, Time time, RandomGenerator entropy, MailboxSettings settings) {
        Settled settled = new Settled(time);
        this.store = store;
        this.entropy = entropy;
        this.settings = settings;
        this.folders = new Folders(settings);
        this.hot = Caffeine.newBuilder()
                .maximumSize(settings.hotAccounts())
                .executor(Runnable::run)
                .build(account -> {
                    Box box = new Box(store, account, new Box.Memory(time.clock(), settled), settings);
                    return new Hot(box, new Deliveries(box, settings.messagesPerBatch()));
                });
    }

    /**
     * Stores {@code arrival} once, however often it is tried, and takes its blob reference over. A folder that does not
     * exist means INBOX.
     */
    public Stored deliver(AccountId account, ByteSize quota, Arrival arrival) {
        return hot.get(account).deliveries().deliver(new Deliveries.Item(quota, arrival, Optional.empty()));
    }

    /** Whether {@link #deliver} has stored an arrival of this key, be the message still there or not. */
    public boolean hasStored(AccountId account, String key) {
        return box(account)
                .state()
                .totals()
                .delivery(store, Rows.partition(account), key)
                .isPresent();
    }

    /** Where the octets of a message go that comes by no queue (IMAP APPEND): finish it, then {@link #append}. */
    public BlobWriter content(AccountId account) {
        Bytes name = Bytes.utf8("m" + serial());
        return store.blobs().writer(new BlobId(Rows.partition(account), name));
    }

    public Stored append(AccountId account, ByteSize quota, Upload upload) {
        String reference = serial();
        PendingBlob content = upload.content();
        Arrival arrival = new Arrival(
                reference,
                upload.folder(),
                Bytes.EMPTY,
                content.id(),
                reference,
                content.size(),
                upload.at(),
                upload.flags());
        return hot.get(account).deliveries().deliver(new Deliveries.Item(quota, arrival, Optional.of(content)));
    }

    /** Whether a message of {@code more} octets would be refused; one point read, for the answer to RCPT. */
    public boolean overQuota(AccountId account, ByteSize quota, long more) {
        return quota.octets() > 0 && usage(account).passes(quota.octets(), more);
    }

    public Usage usage(AccountId account) {
        return store.get(Rows.partition(account), Rows.ACCOUNT)
                .map(Rows::totals)
                .map(Totals::usage)
                .orElse(new Usage(0, 0));
    }

    /** By name, INBOX first. */
    public List<Folder> folders(AccountId account) {
        Comparator<Folder> inboxFirst =
                Comparator.comparing(folder -> !folder.id().equals(FolderId.INBOX));
        return written(account).folders().values().stream()
                .sorted(inboxFirst.thenComparing(Folder::name))
                .toList();
    }

    public Optional<Folder> folder(AccountId account, String name) {
        return Folders.find(written(account).folders().values(), name);
    }

    public Optional<Folder> folder(AccountId account, FolderId id) {
        return written(account).folder(id);
    }

    public FolderChange create(AccountId account, String name) {
        return box(account).change(draft -> folders.create(draft, name));
    }

    /** Renaming INBOX, which would move its messages (RFC 9051 §6.3.6), is refused: {@link #move} does that. */
    public FolderChange rename(AccountId account, FolderId folder, String name) {
        return box(account).change(draft -> folders.rename(draft, folder, name));
    }

    /** With all its messages. */
    public FolderChange delete(AccountId account, FolderId id) {
        return new Removal(box(account), store, settings).folder(id);
    }

    /** Everything of the account: messages, folders, the memory of deliveries. */
    public void remove(AccountId account) {
        Box box = box(account);
        new Removal(box, store, settings).everything();
        hot.invalidate(account);
    }

    /** In ascending order of their UIDs, {@code last} included; at most {@code limit}. */
    public List<Message> list(AccountId account, FolderId folder, long first, long last, int limit) {
        if (first > last) {
            return List.of();
        }
        KeyRange range = Rows.messages(folder, Math.max(0, first), Math.min(last, LAST_UID));
        return store.scan(Rows.partition(account), range, limit, Store.Direction.FORWARD).stream()
                .map(Rows::message)
                .toList();
    }

    public Optional<Message> message(AccountId account, FolderId folder, long uid) {
        return store.get(Rows.partition(account), Rows.messageKey(folder, uid))
                .map(value -> Rows.message(folder, uid, value));
    }

    /** Messages new or changed after {@code modSeq}, in order of their change; at most {@code limit} (RFC 7162 §3.1.4). */
    public List<Message> changedSince(AccountId account, FolderId folder, long modSeq, int limit) {
        List<Message> changed = new ArrayList<>();
        KeyRange range = Rows.changesAfter(folder, modSeq);
        for (Row row : store.scan(Rows.partition(account), range, limit, Store.Direction.FORWARD)) {
            message(account, folder, Rows.uidInChange(row.key())).ifPresent(changed::add);
        }
        return changed;
    }

    /** UIDs that were expunged or moved away after {@code modSeq}, by order of their going (RFC 7162 §3.2.6). */
    public List<Long> vanishedSince(AccountId account, FolderId folder, long modSeq, int limit) {
        KeyRange range = Rows.vanishedAfter(folder, modSeq);
        return store.scan(Rows.partition(account), range, limit, Store.Direction.FORWARD).stream()
                .flatMap(row -> Rows.vanished(row.value()).stream())
                .toList();
    }

    /** The octets, prefix and blob, a chunk in memory at a time; empty where the message is gone. */
    public Optional<InputStream> read(Message message) {
        return read(message, 0, message.size());
    }

    /** The octets from {@code from} (inclusive) to {@code to} (exclusive, cut at the end). */
    public Optional<InputStream> read(Message message, long from, long to) {
        int prefix = message.prefix().length();
        Optional<InputStream> rest = to <= prefix
                ? Optional.of(InputStream.nullInputStream())
                : store.blobs().read(message.blob(), Math.max(0, from - prefix), to - prefix);
        if (from >= prefix) {
            return rest;
        }
        byte[] head =
                message.prefix().slice((int) from, (int) Math.min(prefix, to)).toArray();
        return rest.map(blob -> new SequenceInputStream(new ByteArrayInputStream(head), blob));
    }

    /** @param unchangedSince messages changed after this MODSEQ are left alone (RFC 7162 §3.1.3) */
    public Flagged setFlags(
            AccountId account, FolderId folder, List<Long> uids, FlagEdit edit, OptionalLong unchangedSince) {
        Flagging flagging = new Flagging(edit, unchangedSince, settings.flagsPerMessage());
        return flagging.over(box(account), folder, Chunks.of(uids, settings.messagesPerBatch()));
    }

    /** Deletes messages and gives their blobs up; returns the UIDs of those that were there. */
    public List<Long> expunge(AccountId account, FolderId folder, List<Long> uids) {
        return new Removal(box(account), store, settings).messages(folder, uids);
    }

    public Copied copy(AccountId account, ByteSize quota, FolderId from, List<Long> uids, FolderId to) {
        return new Copying(box(account), settings, this::serial).copy(quota, from, uids, to);
    }

    /** Within the account: the octets stay, so the quota does not matter (RFC 6851). */
    public Copied move(AccountId account, FolderId from, List<Long> uids, FolderId to) {
        return new Copying(box(account), settings, this::serial).move(from, uids, to);
    }

    /** Finishes what a crash left half done in {@code account}; its first use does the same. */
    public void recover(AccountId account) {
        box(account).state();
    }

    private Box box(AccountId account) {
        return hot.get(account).box();
    }

    /** The UIDVALIDITY that is told must be there tomorrow. */
    private State written(AccountId account) {
        Box box = box(account);
        State state = box.state();
        if (state.isWritten()) {
            return state;
        }
        box.change(draft -> {
            draft.touch();
            return true;
        });
        return box.state();
    }

    private String serial() {
        return Long.toHexString(entropy.nextLong()) + Long.toHexString(entropy.nextLong());
    }
}

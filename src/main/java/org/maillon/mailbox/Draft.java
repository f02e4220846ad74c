package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.maillon.store.Batch;
import org.maillon.store.Partition;
import org.maillon.store.PendingBlob;
import org.maillon.store.Store;

/** One write of an account being put together: every row a change needs, and the counts that go with it. Used by one thread, once. */
final class Draft {
    private final Store store;
    private final Partition partition;
    private final Buckets.Window window;
    private final Batch.Builder batch;
    private final SortedMap<Integer, Folder> folders;
    private final Map<String, Place> deliveries = new HashMap<>();
    private final List<Folder> touched = new ArrayList<>();
    private Totals totals;
    private boolean foldersChanged;

    Draft(Store store, Partition partition, State base, Buckets.Window window) {
        this.store = store;
        this.partition = partition;
        this.window = window;
        this.batch = Batch.of(partition).ifVersion(base.version());
        this.folders = new TreeMap<>(base.folders());
        this.totals = base.totals();
        if (!base.isWritten()) {
            folders.values().forEach(touched::add);
        }
    }

    boolean isEmpty() {
        return batch.isEmpty() && !foldersChanged;
    }

    Batch toBatch() {
        batch.put(Rows.ACCOUNT, Rows.accountValue(totals));
        Map<FolderId, Folder> last = new HashMap<>();
        touched.forEach(folder -> last.put(folder.id(), folder));
        for (Folder folder : last.values()) {
            batch.put(Rows.folderKey(folder.id()), Rows.folderValue(folder));
        }
        return batch.build();
    }

    State after(long version) {
        return new State(version, true, totals, folders);
    }

    Usage usage() {
        return totals.usage();
    }

    SortedMap<Integer, Folder> folders() {
        return folders;
    }

    Optional<Folder> folder(FolderId id) {
        return Optional.ofNullable(folders.get(id.number()));
    }

    Optional<Folder> folder(String name) {
        return Folders.find(folders.values(), name);
    }

    /** Only to have INBOX written, with the UIDVALIDITY that was told. */
    void touch() {
        foldersChanged = true;
    }

    Folder addFolder(String name) {
        long uidValidity = Math.max(totals.lastUidValidity() + 1, window.now().getEpochSecond());
        Folder folder = Folder.empty(new FolderId(totals.nextFolder()), name, uidValidity);
        totals = totals.withFolder(uidValidity);
        put(folder);
        return folder;
    }

    void rename(Folder folder, String name) {
        put(folder.named(name));
    }

    /** Of a folder without messages. */
    void deleteFolder(Folder folder) {
        folders.remove(folder.id().number());
        touched.removeIf(other -> other.id().equals(folder.id()));
        batch.delete(Rows.folderKey(folder.id()));
        batch.deleteRange(Rows.vanishedOf(folder.id()));
    }

    Optional<Message> message(FolderId folder, long uid) {
        return store.get(partition, Rows.messageKey(folder, uid)).map(value -> Rows.message(folder, uid, value));
    }

    /** {@code message} at the end of {@code folder}, with the next UID and MODSEQ. */
    Message append(FolderId folder, Message message, String reference) {
        Message placed = message.in(bump(folder), reference);
        put(placed);
        count(placed, 1);
        return placed;
    }

    /** The next MODSEQ of {@code folder}, for changes that share it. */
    long nextModSeq(FolderId folder) {
        return bump(folder).highestModSeq();
    }

    Message reflag(Message before, Flags flags, long modSeq) {
        Message after = before.flagged(flags, modSeq);
        batch.delete(Rows.changeKey(before));
        put(after);
        count(before, -1);
        count(after, 1);
        return after;
    }

    /** Takes the message's rows away; what becomes of its reference is the caller's to say. */
    void remove(Message message) {
        batch.delete(Rows.messageKey(message.folder(), message.uid()));
        batch.delete(Rows.changeKey(message));
        count(message, -1);
    }

    /** Remembers {@code uids} as gone from {@code folder}, for QRESYNC (RFC 7162 §3.2.6). */
    void vanish(FolderId folder, List<Long> uids) {
        batch.put(Rows.vanishedKey(folder, nextModSeq(folder)), Rows.vanishedValue(uids));
    }

    Optional<Place> delivered(String key) {
        Place here = deliveries.get(key);
        return here != null ? Optional.of(here) : totals.delivery(store, partition, key);
    }

    void remember(String key, Place place) {
        deliveries.put(key, place);
        int bucket = Math.max(window.bucket(), totals.lastBucket());
        int oldest = window.mayForget() ? bucket - Buckets.KEPT_BEFORE : totals.firstBucket();
        int first = Math.max(totals.firstBucket(), oldest);
        if (first > totals.firstBucket()) {
            batch.deleteRange(Rows.deliveriesBefore(first));
        }
        totals = totals.withBuckets(first, bucket);
        batch.put(Rows.deliveryKey(bucket, key), Rows.placeValue(place));
    }

    boolean isHome(Hold hold) {
        return hold.blob().home().equals(partition);
    }

    void keep(PendingBlob blob, String reference) {
        batch.keep(blob, List.of(reference));
    }

    void hold(Hold hold) {
        batch.hold(hold.blob(), hold.reference());
    }

    void release(Hold hold) {
        batch.release(hold.blob(), hold.reference());
    }

    void putPending(Hold hold) {
        batch.put(Rows.pendingKey(hold), Rows.EMPTY);
    }

    void deletePending(Hold hold) {
        batch.delete(Rows.pendingKey(hold));
    }

    private void put(Message message) {
        batch.put(Rows.messageKey(message.folder(), message.uid()), Rows.messageValue(message));
        batch.put(Rows.changeKey(message), Rows.EMPTY);
    }

    private void count(Message message, int sign) {
        folder(message.folder()).ifPresent(folder -> put(folder.counting(message, sign)));
        totals = totals.counting(message, sign);
    }

    private Folder bump(FolderId id) {
        Folder bumped = folder(id).orElseThrow().changed();
        put(bumped);
        return bumped;
    }

    private void put(Folder folder) {
        folders.put(folder.id().number(), folder);
        touched.add(folder);
        foldersChanged = true;
    }
}

package org.maillon.mailbox;

import java.util.List;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.StoreException;

/**
 * The rows of an account's partition, {@code mailbox/<account>}. Numbers in keys are unsigned, most significant octet first.
 *
 * <pre>
 * key                                          value (after the format's octet)
 * A                                            the account: usage, counters
 * F folder(4)                                  a folder: name, UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ, counts
 * M folder(4) uid(4)                           a message
 * C folder(4) modseq(8) uid(4)                 nothing: the folder's messages in order of their last change
 * V folder(4) modseq(8)                        the UIDs expunged by this change
 * K bucket(4) key                              a delivery that was done: folder, UID; a bucket is half of keysKept
 * P blob reference                             nothing: a reference to be released, or one that a copy is taking
 * </pre>
 */
final class Rows {
    static final Bytes ACCOUNT = Bytes.utf8("A");
    static final KeyRange FOLDERS = KeyRange.prefix(Bytes.utf8("F"));
    static final KeyRange PENDING = KeyRange.prefix(Bytes.utf8("P"));
    static final Bytes EMPTY = new ByteWriter(1).octet(Rows.FORMAT).toBytes();

    private static final int FORMAT = 1;
    private static final int UID_IN_MESSAGE_KEY = 5;
    private static final int UID_IN_CHANGE_KEY = 13;

    private Rows() {}

    static Partition partition(AccountId account) {
        return Partition.versioned("mailbox/" + account.number());
    }

    static Bytes accountValue(Totals totals) {
        return start().number(totals.usage().octets())
                .number(totals.usage().messages())
                .number(totals.nextFolder())
                .number(totals.lastUidValidity())
                .number(totals.firstBucket())
                .number(totals.lastBucket())
                .toBytes();
    }

    static Totals totals(Bytes value) {
        ByteReader in = open(value);
        return in.whole(
                new Totals(new Usage(in.number(), in.number()), in.count(), in.number(), in.count(), in.count()));
    }

    static Bytes folderKey(FolderId folder) {
        return key('F', folder).toBytes();
    }

    static Bytes folderValue(Folder folder) {
        return start().text(folder.name())
                .number(folder.uidValidity())
                .number(folder.uidNext())
                .number(folder.highestModSeq())
                .number(folder.messages())
                .number(folder.unseen())
                .number(folder.deleted())
                .number(folder.octets())
                .toBytes();
    }

    static Folder folder(Row row) {
        ByteReader in = open(row.value());
        return in.whole(new Folder(
                folderIn(row.key()),
                in.text(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number()));
    }

    static Bytes messageKey(FolderId folder, long uid) {
        return key('M', folder).int32((int) uid).toBytes();
    }

    /** {@code last} inclusive; UIDs are at most 2^32-1. */
    static KeyRange messages(FolderId folder, long first, long last) {
        return KeyRange.between(
                messageKey(folder, first), messageKey(folder, last).plus(Bytes.wrap(new byte[1])));
    }

    static Bytes messageValue(Message message) {
        ByteWriter out = new ByteWriter(96 + message.prefix().length()).octet(FORMAT);
        out.number(message.modSeq())
                .list(message.flags().names(), ByteWriter::text)
                .instant(message.at())
                .number(message.size())
                .bytes(message.prefix());
        message.blob().write(out);
        return out.text(message.reference()).toBytes();
    }

    static Message message(Row row) {
        return message(folderIn(row.key()), int32At(row.key(), UID_IN_MESSAGE_KEY), row.value());
    }

    static Message message(FolderId folder, long uid, Bytes value) {
        ByteReader in = open(value);
        return in.whole(new Message(
                folder,
                uid,
                in.number(),
                new Flags(in.list(ByteReader::text)),
                in.instant(),
                in.number(),
                in.bytes(),
                BlobId.read(in),
                in.text()));
    }

    static Bytes changeKey(Message message) {
        return key('C', message.folder())
                .int64(message.modSeq())
                .int32((int) message.uid())
                .toBytes();
    }

    /** Changes after {@code modSeq}. */
    static KeyRange changesAfter(FolderId folder, long modSeq) {
        return after('C', folder, modSeq);
    }

    static long uidInChange(Bytes key) {
        return int32At(key, UID_IN_CHANGE_KEY);
    }

    static Bytes vanishedKey(FolderId folder, long modSeq) {
        return key('V', folder).int64(modSeq).toBytes();
    }

    static KeyRange vanishedAfter(FolderId folder, long modSeq) {
        return after('V', folder, modSeq);
    }

    static Bytes vanishedValue(List<Long> uids) {
        return start().list(uids, ByteWriter::number).toBytes();
    }

    static List<Long> vanished(Bytes value) {
        ByteReader in = open(value);
        return in.whole(in.list(ByteReader::number));
    }

    static KeyRange vanishedOf(FolderId folder) {
        return KeyRange.prefix(key('V', folder).toBytes());
    }

    static Bytes deliveryKey(int bucket, String key) {
        return new ByteWriter().octet('K').int32(bucket).raw(Bytes.utf8(key)).toBytes();
    }

    static KeyRange deliveriesBefore(int bucket) {
        return KeyRange.between(Bytes.utf8("K"), deliveryKey(bucket, ""));
    }

    static Bytes placeValue(Place place) {
        return start().number(place.folder().number()).number(place.uid()).toBytes();
    }

    static Place place(Bytes value) {
        ByteReader in = open(value);
        return in.whole(new Place(new FolderId(in.count()), in.number()));
    }

    static Bytes pendingKey(Hold hold) {
        ByteWriter out = new ByteWriter().octet('P');
        hold.blob().write(out);
        return out.text(hold.reference()).toBytes();
    }

    static Hold pending(Bytes key) {
        ByteReader in = new ByteReader(key);
        in.octet();
        return new Hold(BlobId.read(in), in.text());
    }

    private static KeyRange after(char kind, FolderId folder, long modSeq) {
        Bytes from = key(kind, folder).int64(modSeq + 1).toBytes();
        return new KeyRange(from, KeyRange.prefix(key(kind, folder).toBytes()).to());
    }

    private static ByteWriter key(char kind, FolderId folder) {
        return new ByteWriter(24).octet(kind).int32(folder.number());
    }

    private static FolderId folderIn(Bytes key) {
        return new FolderId((int) int32At(key, 1));
    }

    private static long int32At(Bytes key, int at) {
        return new ByteReader(key.slice(at, at + 4)).int32() & 0xFFFF_FFFFL;
    }

    private static ByteWriter start() {
        return new ByteWriter().octet(FORMAT);
    }

    private static ByteReader open(Bytes value) {
        ByteReader in = new ByteReader(value);
        int format = in.octet();
        if (format != FORMAT) {
            throw StoreException.broken(
                    "a mailbox row of format " + format + " was written by a newer Maillon; this one reads format "
                            + FORMAT,
                    new IllegalStateException("format " + format));
        }
        return in;
    }
}

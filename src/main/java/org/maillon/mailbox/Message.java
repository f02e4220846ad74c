package org.maillon.mailbox;

import java.time.Instant;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;

/**
 * A message in a folder.
 *
 * @param uid ascending in its folder, never used twice
 * @param modSeq of its last change (RFC 7162 §3.1)
 * @param at when it came: INTERNALDATE
 * @param size octets, {@code prefix} included
 * @param prefix header lines of this copy alone, in front of the blob's octets
 * @param reference the name under which this message holds the blob
 */
public record Message(
        FolderId folder,
        long uid,
        long modSeq,
        Flags flags,
        Instant at,
        long size,
        Bytes prefix,
        BlobId blob,
        String reference) {
    Message flagged(Flags newFlags, long newModSeq) {
        return new Message(folder, uid, newModSeq, newFlags, at, size, prefix, blob, reference);
    }

    Message in(Folder target, String newReference) {
        return new Message(
                target.id(), target.uidNext(), target.highestModSeq(), flags, at, size, prefix, blob, newReference);
    }
}

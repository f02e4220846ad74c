package org.maillon.mailbox;

/** What became of an {@link Arrival}. */
public sealed interface Stored {
    /** It is in the mailbox, durably. */
    record Now(FolderId folder, long uid) implements Stored {}

    /** An earlier try with the same key had stored it; the owner may have moved or deleted it since. */
    record AlreadyThere(FolderId folder, long uid) implements Stored {}

    /** Nothing was stored: {@code used} and this message would pass {@code quota}; octets. */
    record OverQuota(long used, long quota) implements Stored {}
}

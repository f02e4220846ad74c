package org.maillon.mailbox;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An account between two writes.
 *
 * @param version the partition's, on which the next write is conditional
 * @param isWritten whether its rows are in the store
 * @param folders by number
 */
record State(long version, boolean isWritten, Totals totals, SortedMap<Integer, Folder> folders) {
    /** Nothing was written yet, but INBOX is there. */
    static State fresh(long version, int bucket, long uidValidity) {
        Folder inbox = Folder.empty(FolderId.INBOX, Folder.INBOX, uidValidity);
        Totals totals = new Totals(new Usage(0, 0), FolderId.INBOX.number() + 1, inbox.uidValidity(), bucket, bucket);
        return new State(version, false, totals, new TreeMap<>(Map.of(FolderId.INBOX.number(), inbox)));
    }

    Optional<Folder> folder(FolderId id) {
        return Optional.ofNullable(folders.get(id.number()));
    }
}

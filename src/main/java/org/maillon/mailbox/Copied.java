package org.maillon.mailbox;

import java.util.List;

/** What became of a copy or a move. */
public sealed interface Copied {
    /** All of those that exist; {@code pairs} for COPYUID (RFC 9051 §7.1), in ascending order of both. */
    record Done(Folder to, List<Pair> pairs) implements Copied {
        public Done {
            pairs = List.copyOf(pairs);
        }
    }

    /** Nothing was copied; octets. */
    record OverQuota(long used, long quota) implements Copied {}

    /** Nothing was copied; TRYCREATE (RFC 9051 §7.1) where it is the target that lacks. */
    record NoSuchFolder(FolderId folder) implements Copied {}

    record Pair(long from, long to) {}
}

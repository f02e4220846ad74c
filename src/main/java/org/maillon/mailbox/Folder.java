package org.maillon.mailbox;

/**
 * A folder as of one moment.
 *
 * @param name the full name, levels separated by {@code /}, in UTF-8
 * @param uidValidity with a UID, names a message for ever (RFC 9051 §2.3.1.1)
 * @param uidNext above every UID given so far
 * @param highestModSeq of the last change (RFC 7162 §3.1.2.1)
 * @param unseen how many messages lack {@code \Seen}
 * @param deleted how many have {@code \Deleted}
 * @param octets of all messages
 */
public record Folder(
        FolderId id,
        String name,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        long messages,
        long unseen,
        long deleted,
        long octets) {
    public static final char SEPARATOR = '/';
    public static final String INBOX = "INBOX";

    /** Where mail goes that is taken for junk; made with the first. */
    public static final String JUNK = "Junk";

    static Folder empty(FolderId id, String name, long uidValidity) {
        return new Folder(id, name, uidValidity, 1, 1, 0, 0, 0, 0);
    }

    Folder named(String newName) {
        return new Folder(id, newName, uidValidity, uidNext, highestModSeq, messages, unseen, deleted, octets);
    }

    /** With one message more ({@code sign} 1) or less (-1). */
    Folder counting(Message message, int sign) {
        return new Folder(
                id,
                name,
                uidValidity,
                Math.max(uidNext, message.uid() + 1),
                highestModSeq,
                messages + sign,
                unseen + (message.flags().has(Flags.SEEN) ? 0 : sign),
                deleted + (message.flags().has(Flags.DELETED) ? sign : 0),
                octets + sign * message.size());
    }

    Folder changed() {
        return new Folder(id, name, uidValidity, uidNext, highestModSeq + 1, messages, unseen, deleted, octets);
    }

    boolean isBelow(Folder other) {
        return name.startsWith(other.name + SEPARATOR);
    }
}

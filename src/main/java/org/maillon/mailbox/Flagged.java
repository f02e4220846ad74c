package org.maillon.mailbox;

import java.util.List;

/**
 * What a change of flags did.
 *
 * @param messages those asked for that exist, as they are now
 * @param modified UIDs left alone, because they changed after the given MODSEQ (RFC 7162 §3.1.3)
 * @param tooMany UIDs left alone, because they would have more flags than allowed
 */
public record Flagged(List<Message> messages, List<Long> modified, List<Long> tooMany) {
    public Flagged {
        messages = List.copyOf(messages);
        modified = List.copyOf(modified);
        tooMany = List.copyOf(tooMany);
    }
}

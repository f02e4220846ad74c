package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One change of flags over many messages. */
final class Flagging {
    private final FlagEdit edit;
    private final OptionalLong unchangedSince;
    private final int most;

    Flagging(FlagEdit edit, OptionalLong unchangedSince, int most) {
        this.edit = edit;
        this.unchangedSince = unchangedSince;
        this.most = most;
    }

    Flagged over(Box box, FolderId folder, List<List<Long>> chunks) {
        List<Message> messages = new ArrayList<>();
        List<Long> modified = new ArrayList<>();
        List<Long> tooMany = new ArrayList<>();
        for (List<Long> chunk : chunks) {
            Flagged flagged = box.change(draft -> over(draft, folder, chunk));
            messages.addAll(flagged.messages());
            modified.addAll(flagged.modified());
            tooMany.addAll(flagged.tooMany());
        }
        return new Flagged(messages, modified, tooMany);
    }

    private Flagged over(Draft draft, FolderId folder, List<Long> uids) {
        List<Message> untouched = new ArrayList<>();
        List<Message> toChange = new ArrayList<>();
        List<Long> modified = new ArrayList<>();
        List<Long> tooMany = new ArrayList<>();
        for (long uid : uids) {
            Optional<Message> found = draft.message(folder, uid);
            if (found.isEmpty()) {
                continue;
            }
            Message message = found.get();
            Flags after = edit.apply(message.flags());
            if (unchangedSince.isPresent() && message.modSeq() > unchangedSince.getAsLong()) {
                modified.add(uid);
            } else if (after.names().size() > most) {
                tooMany.add(uid);
            } else {
                (after.equals(message.flags()) ? untouched : toChange).add(message);
            }
        }
        List<Message> messages = new ArrayList<>(untouched);
        messages.addAll(change(draft, folder, toChange));
        return new Flagged(messages, modified, tooMany);
    }

    /** One MODSEQ for all of them; a change that changes nothing gets none (RFC 7162 §3.1.3). */
    private List<Message> change(Draft draft, FolderId folder, List<Message> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        long modSeq = draft.nextModSeq(folder);
        return messages.stream()
                .map(message -> draft.reflag(message, edit.apply(message.flags()), modSeq))
                .toList();
    }
}

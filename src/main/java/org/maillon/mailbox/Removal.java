package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;

/**
 * Deleting messages. Their blobs live in other partitions, so it takes two steps: the batch that deletes the rows writes
 * the references down as pending; then they are released where the blobs live, and struck off. A crash in between
 * leaves them pending, and the account's next use releases them.
 */
final class Removal {
    private final Box box;
    private final Store store;
    private final MailboxSettings settings;

    Removal(Box box, Store store, MailboxSettings settings) {
        this.box = box;
        this.store = store;
        this.settings = settings;
    }

    private record Gone(List<Long> uids, List<Hold> pending) {}

    List<Long> messages(FolderId folder, List<Long> uids) {
        List<Long> gone = new ArrayList<>();
        for (List<Long> chunk : Chunks.of(uids, settings.messagesPerBatch())) {
            Gone part = box.change(draft -> remove(draft, folder, chunk));
            box.release(part.pending());
            gone.addAll(part.uids());
        }
        return gone;
    }

    FolderChange folder(FolderId id) {
        while (true) {
            Optional<FolderChange> change = box.change(draft -> folder(draft, id));
            if (change.isPresent()) {
                return change.get();
            }
            messages(id, somePresent(id));
        }
    }

    /** Empty: there are messages in it, which go first. */
    private static Optional<FolderChange> folder(Draft draft, FolderId id) {
        Optional<Folder> folder = draft.folder(id);
        if (folder.isEmpty()) {
            return Optional.of(new FolderChange.Refused("no such folder"));
        }
        Optional<String> keeps = Folders.keeps(draft, folder.get());
        if (keeps.isPresent()) {
            return Optional.of(new FolderChange.Refused(keeps.get()));
        } else if (folder.get().messages() > 0) {
            return Optional.empty();
        }
        draft.deleteFolder(folder.get());
        return Optional.of(new FolderChange.Done(folder.get()));
    }

    void everything() {
        for (int tries = 0; tries < settings.triesOnConflict(); tries++) {
            for (Folder folder : box.state().folders().values()) {
                for (List<Long> some = somePresent(folder.id()); !some.isEmpty(); some = somePresent(folder.id())) {
                    messages(folder.id(), some);
                }
            }
            if (box.exclusively(this::dropRows)) {
                return;
            }
        }
        throw box.tooManyConflicts();
    }

    private boolean dropRows() {
        State state = box.state();
        if (state.totals().usage().messages() > 0) {
            return false;
        }
        Batch drop = Batch.of(box.partition())
                .ifVersion(state.version())
                .deleteRange(KeyRange.all())
                .build();
        return switch (store.commit(drop)) {
            case Commit.Committed _ -> true;
            case Commit.Conflict _ -> false;
        };
    }

    private List<Long> somePresent(FolderId folder) {
        KeyRange all = Rows.messages(folder, 0, Mailboxes.LAST_UID);
        List<Row> rows = store.scan(box.partition(), all, settings.messagesPerBatch(), Store.Direction.FORWARD);
        return rows.stream().map(row -> Rows.message(row).uid()).toList();
    }

    private static Gone remove(Draft draft, FolderId folder, List<Long> uids) {
        List<Long> gone = new ArrayList<>();
        List<Hold> pending = new ArrayList<>();
        for (long uid : uids) {
            Optional<Message> message = draft.message(folder, uid);
            if (message.isPresent()) {
                gone.add(uid);
                draft.remove(message.get());
                giveUp(draft, new Hold(message.get().blob(), message.get().reference()), pending);
            }
        }
        if (!gone.isEmpty()) {
            draft.vanish(folder, gone);
        }
        return new Gone(gone, pending);
    }

    private static void giveUp(Draft draft, Hold hold, List<Hold> pending) {
        if (draft.isHome(hold)) {
            draft.release(hold);
        } else {
            draft.putPending(hold);
            pending.add(hold);
        }
    }
}

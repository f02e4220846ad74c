package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.ByteSize;
import org.maillon.store.PendingBlob;

/**
 * Deliveries into one account. While one batch is being written, those that come next gather in a group, whose first
 * member writes it for all: twenty at once into one mailbox cost two synced writes, not twenty.
 */
final class Deliveries {
    private final Box box;
    private final int most;
    private final ReentrantLock gate = new ReentrantLock();
    private @Nullable Group gathering;

    Deliveries(Box box, int most) {
        this.box = box;
        this.most = most;
    }

    /** @param own octets that no queue holds: they are kept in the same batch */
    record Item(ByteSize quota, Arrival arrival, Optional<PendingBlob> own) {}

    private static final class Group {
        final List<Item> items = new ArrayList<>();
        final CompletableFuture<List<Stored>> outcome = new CompletableFuture<>();
    }

    Stored deliver(Item item) {
        Group group;
        int place;
        gate.lock();
        try {
            if (gathering == null || gathering.items.size() >= most) {
                gathering = new Group();
            }
            group = gathering;
            place = group.items.size();
            group.items.add(item);
        } finally {
            gate.unlock();
        }
        if (place == 0) {
            lead(group);
        }
        return outcome(group).get(place);
    }

    private void lead(Group group) {
        try {
            group.outcome.complete(box.exclusively(() -> {
                List<Item> items = close(group);
                return box.change(
                        draft -> items.stream().map(item -> store(draft, item)).toList());
            }));
        } catch (RuntimeException | Error e) {
            group.outcome.completeExceptionally(e);
        }
    }

    /** From here on nobody joins it. */
    private List<Item> close(Group group) {
        gate.lock();
        try {
            if (gathering == group) {
                gathering = null;
            }
            return group.items;
        } finally {
            gate.unlock();
        }
    }

    private static List<Stored> outcome(Group group) {
        try {
            return group.outcome.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private static Stored store(Draft draft, Item item) {
        Arrival arrival = item.arrival();
        Optional<Place> before = draft.delivered(arrival.key());
        if (before.isPresent()) {
            return new Stored.AlreadyThere(before.get().folder(), before.get().uid());
        }
        long size = arrival.prefix().length() + arrival.size();
        if (draft.usage().passes(item.quota().octets(), size)) {
            return new Stored.OverQuota(draft.usage().octets(), item.quota().octets());
        }
        FolderId folder = folder(draft, arrival.folder());
        Message message = draft.append(folder, message(arrival, size), arrival.reference());
        item.own().ifPresent(blob -> draft.keep(blob, arrival.reference()));
        draft.remember(arrival.key(), new Place(folder, message.uid()));
        return new Stored.Now(folder, message.uid());
    }

    private static FolderId folder(Draft draft, String name) {
        return draft.folder(name)
                .or(() -> name.equals(Folder.JUNK) ? Optional.of(draft.addFolder(name)) : Optional.empty())
                .map(Folder::id)
                .orElse(FolderId.INBOX);
    }

    /** Without a place yet. */
    private static Message message(Arrival arrival, long size) {
        return new Message(
                FolderId.INBOX,
                0,
                0,
                Flags.of(arrival.flags()),
                arrival.at(),
                size,
                arrival.prefix(),
                arrival.blob(),
                arrival.reference());
    }
}

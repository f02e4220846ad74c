package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.kernel.ByteSize;

/**
 * Copying and moving within an account. A move keeps the message's reference. A copy takes a new one where the blob
 * lives before it writes its row, and writes that down as pending first: a crash in between leaves nothing held.
 */
final class Copying {
    private final Box box;
    private final MailboxSettings settings;
    private final Supplier<String> names;

    Copying(Box box, MailboxSettings settings, Supplier<String> names) {
        this.box = box;
        this.settings = settings;
        this.names = names;
    }

    /** A message to copy, and the reference its copy will hold. */
    private record Take(Message message, Hold hold) {}

    Copied copy(ByteSize quota, FolderId from, List<Long> uids, FolderId to) {
        return box.exclusively(() -> {
            Optional<Copied> refusal = refusal(from, to).or(() -> overQuota(quota, from, uids));
            return refusal.orElseGet(() -> {
                List<Copied.Pair> pairs = new ArrayList<>();
                for (List<Long> chunk : Chunks.of(uids, settings.messagesPerBatch())) {
                    pairs.addAll(copy(from, chunk, to));
                }
                return done(to, pairs);
            });
        });
    }

    Copied move(FolderId from, List<Long> uids, FolderId to) {
        return box.exclusively(() -> refusal(from, to).orElseGet(() -> {
            List<Copied.Pair> pairs = new ArrayList<>();
            for (List<Long> chunk : Chunks.of(uids, settings.messagesPerBatch())) {
                pairs.addAll(box.change(draft -> move(draft, from, chunk, to)));
            }
            return done(to, pairs);
        }));
    }

    private Copied done(FolderId to, List<Copied.Pair> pairs) {
        Optional<Folder> folder = box.state().folder(to);
        return folder.<Copied>map(present -> new Copied.Done(present, pairs))
                .orElseGet(() -> new Copied.NoSuchFolder(to));
    }

    private Optional<Copied> refusal(FolderId from, FolderId to) {
        State state = box.state();
        for (FolderId folder : List.of(from, to)) {
            if (state.folder(folder).isEmpty()) {
                return Optional.of(new Copied.NoSuchFolder(folder));
            }
        }
        return Optional.empty();
    }

    private Optional<Copied> overQuota(ByteSize quota, FolderId from, List<Long> uids) {
        return box.change(draft -> {
            long more = 0;
            for (List<Long> chunk : Chunks.of(uids, settings.messagesPerBatch())) {
                more += messages(draft, from, chunk).stream()
                        .mapToLong(Message::size)
                        .sum();
            }
            Usage usage = draft.usage();
            return usage.passes(quota.octets(), more)
                    ? Optional.of(new Copied.OverQuota(usage.octets(), quota.octets()))
                    : Optional.empty();
        });
    }

    private List<Copied.Pair> copy(FolderId from, List<Long> uids, FolderId to) {
        for (int tries = 0; tries < settings.triesOnConflict(); tries++) {
            List<Take> takes = box.change(draft -> announce(draft, from, uids));
            List<Hold> away =
                    takes.stream().map(Take::hold).filter(hold -> !isHome(hold)).toList();
            State announced = box.known();
            box.atHome(away, (batch, hold) -> batch.hold(hold.blob(), hold.reference()));
            Optional<List<Copied.Pair>> pairs = box.attempt(announced, draft -> place(draft, takes, to));
            if (pairs.isPresent()) {
                return pairs.get();
            }
            box.release(away);
        }
        throw box.tooManyConflicts();
    }

    private List<Take> announce(Draft draft, FolderId from, List<Long> uids) {
        List<Take> takes = messages(draft, from, uids).stream()
                .map(message -> new Take(message, new Hold(message.blob(), names.get())))
                .toList();
        takes.stream().map(Take::hold).filter(hold -> !isHome(hold)).forEach(draft::putPending);
        return takes;
    }

    private List<Copied.Pair> place(Draft draft, List<Take> takes, FolderId to) {
        if (draft.folder(to).isEmpty()) {
            takes.stream().map(Take::hold).filter(hold -> !isHome(hold)).forEach(draft::deletePending);
            return List.of();
        }
        List<Copied.Pair> pairs = new ArrayList<>();
        for (Take take : takes) {
            if (isHome(take.hold())) {
                draft.hold(take.hold());
            } else {
                draft.deletePending(take.hold());
            }
            Message placed = draft.append(to, take.message(), take.hold().reference());
            pairs.add(new Copied.Pair(take.message().uid(), placed.uid()));
        }
        return pairs;
    }

    private static List<Copied.Pair> move(Draft draft, FolderId from, List<Long> uids, FolderId to) {
        if (draft.folder(to).isEmpty()) {
            return List.of();
        }
        List<Copied.Pair> pairs = new ArrayList<>();
        for (Message message : messages(draft, from, uids)) {
            draft.remove(message);
            Message placed = draft.append(to, message, message.reference());
            pairs.add(new Copied.Pair(message.uid(), placed.uid()));
        }
        if (!pairs.isEmpty()) {
            draft.vanish(from, pairs.stream().map(Copied.Pair::from).toList());
        }
        return pairs;
    }

    private boolean isHome(Hold hold) {
        return hold.blob().home().equals(box.partition());
    }

    private static List<Message> messages(Draft draft, FolderId folder, List<Long> uids) {
        return uids.stream().flatMap(uid -> draft.message(folder, uid).stream()).toList();
    }
}

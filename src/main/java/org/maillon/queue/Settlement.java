package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Durations;
import org.maillon.store.Batch;

/**
 * What one batch records: the fates of recipients of one message. Pure: decides the changes, commits nothing.
 *
 * @param numbers the recipients' positions, {@code fates} theirs in the same order
 * @param open how many of the message had come to no end before this
 * @param attempts those made for these recipients, this one included
 * @param due when those that wait are tried again
 * @param told how often the sender was told that the message waits: those that come late count as told too
 * @param returned whether a notice has brought the whole message back
 */
record Settlement(
        QueueId id,
        Kept kept,
        List<Integer> numbers,
        List<Fate> fates,
        int open,
        boolean hasMoreRows,
        int attempts,
        Instant due,
        int told,
        boolean returned) {

    /** Same words, same step: a thousand recipients deferred for one reason are one trace line. */
    private record Step(TraceLine.Kind kind, String text) {}

    List<Recipient> appended() {
        List<Recipient> appended = new ArrayList<>();
        for (Fate fate : fates) {
            if (fate instanceof Fate.Expanded expanded) {
                appended.addAll(expanded.into());
            }
        }
        return appended;
    }

    int[] remaining() {
        int[] remaining = new int[waiting()];
        int filled = 0;
        for (int i = 0; i < fates.size(); i++) {
            if (!fates.get(i).isEnd()) {
                remaining[filled++] = numbers.get(i);
            }
        }
        return remaining;
    }

    private int waiting() {
        int waiting = 0;
        for (Fate fate : fates) {
            waiting += fate.isEnd() ? 0 : 1;
        }
        return waiting;
    }

    int openAfter() {
        return open - numbers.size() + waiting() + appended().size();
    }

    Optional<String> lastReason() {
        for (Fate fate : fates) {
            if (fate instanceof Fate.Later(var failure)) {
                return Optional.of(words(failure));
            }
        }
        return Optional.empty();
    }

    Recipient recipient(int i) {
        return kept.envelope().recipients().get(numbers.get(i));
    }

    /** Rows and references; trace lines are {@link #story}. */
    void write(Batch.Builder batch) {
        append(batch);
        boolean last = openAfter() == 0;
        for (int i = 0; i < numbers.size(); i++) {
            Fate fate = fates.get(i);
            if (fate.isEnd() && Spool.isLocal(recipient(i)) && !mailboxKeeps(fate)) {
                batch.release(Rows.blob(id), Rows.reference(numbers.get(i)));
            }
            if (!last) {
                batch.put(Rows.state(id, numbers.get(i)), state(fate).toBytes());
            }
        }
        if (last) {
            end(batch);
        }
    }

    /** New references are taken before old ones are given up: the last one given up frees the content. */
    private void append(Batch.Builder batch) {
        int number = kept.envelope().recipients().size();
        for (Recipient recipient : appended()) {
            batch.put(Rows.appended(id, number), EnvelopeRow.appended(recipient));
            if (told > 0) {
                batch.put(
                        Rows.state(id, number),
                        StateRow.Deferred.untried(kept.envelope().arrived(), told)
                                .toBytes());
            }
            if (Spool.isLocal(recipient)) {
                batch.hold(Rows.blob(id), Rows.reference(number));
            }
            number++;
        }
    }

    private void end(Batch.Builder batch) {
        if (hasMoreRows) {
            batch.deleteRange(Rows.allOf(id));
        } else {
            batch.delete(Rows.envelope(id));
        }
        batch.release(Rows.blob(id), Rows.QUEUE_REFERENCE);
    }

    static boolean mailboxKeeps(Fate fate) {
        return fate instanceof Fate.Delivered(var how) && how.referenceKept();
    }

    private StateRow state(Fate fate) {
        return fate instanceof Fate.Later(var failure)
                ? new StateRow.Deferred(attempts, due, failure, told)
                : new StateRow.Ended(told);
    }

    List<TraceLine> story(Instant now) {
        Map<Step, List<String>> steps = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            steps.computeIfAbsent(step(fates.get(i), now), s -> new ArrayList<>(1))
                    .add(recipient(i).address().toString());
        }
        return steps.entrySet().stream()
                .map(e -> new TraceLine(
                        now, e.getKey().kind(), e.getValue(), e.getKey().text()))
                .toList();
    }

    private Step step(Fate fate, Instant now) {
        return switch (fate) {
            case Fate.Delivered(var how) -> new Step(TraceLine.Kind.DELIVERED, "by " + how.by() + ": " + how.reply());
            case Fate.Expanded(var into, var why) -> new Step(TraceLine.Kind.EXPANDED, expansion(into, why));
            case Fate.Later(var failure) -> new Step(TraceLine.Kind.DEFERRED, deferral(failure, now));
            case Fate.Bounced(var failure) -> new Step(TraceLine.Kind.BOUNCED, words(failure));
            case Fate.Expired(var last) -> new Step(TraceLine.Kind.EXPIRED, "attempt " + attempts + ": " + words(last));
            case Fate.Removed(var why) -> new Step(TraceLine.Kind.REMOVED, why);
        };
    }

    private static String expansion(List<Recipient> into, String why) {
        return why + ": "
                + String.join(
                        ", ",
                        Traces.some(
                                into.stream().map(r -> r.address().toString()).toList()));
    }

    private String deferral(Result.Failure failure, Instant now) {
        Duration exact = Duration.between(now, due);
        String wait = Durations.format(Duration.ofSeconds(exact.plusMillis(500).toSeconds())); // not "59999ms"
        return "attempt " + attempts + ": " + words(failure) + "; next attempt in " + wait;
    }

    static String words(Result.Failure failure) {
        String who = failure.remote().map(remote -> remote + " said ").orElse("");
        return Replies.cut(failure.why()) + " (" + who
                + Replies.cut(failure.reply().toString()) + ")";
    }
}

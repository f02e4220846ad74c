package org.maillon.web.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillon.queue.Quarantined;
import org.maillon.queue.QueueId;
import org.maillon.queue.Queued;
import org.maillon.web.http.Answer;
import org.maillon.wire.address.Address;

/**
 * One answer with messages that are kept back. Strangers decide how many there are and for whom, so it ends as soon as
 * anything is enough, and says where the next one is to begin.
 */
final class QuarantineListing {
    /** All together that an answer names. */
    static final int MOST_RECIPIENTS = 10_000;

    private static final int MOST_LOOKED_AT = 10_000;

    /** Questions to the directory. */
    private static final int MOST_ASKED = 2_000;

    private final OwnRecipients own;
    private final boolean tellsOrigin;
    private final int limit;
    private final Optional<Address> to;

    private final List<Map<String, Object>> messages = new ArrayList<>();
    private int recipients;
    private int lookedAt;
    private boolean isFull;
    private @Nullable QueueId last;

    /** @param to one of the caller's: of others' it does not tell whether they get a message */
    QuarantineListing(OwnRecipients own, boolean tellsOrigin, int limit, Optional<Address> to) {
        this.own = own;
        this.tellsOrigin = tellsOrigin;
        this.limit = limit;
        this.to = to;
    }

    /** Whether there is room for more. */
    boolean take(Quarantined one) {
        List<Queued.Open> theirs = own.of(one);
        boolean wanted = theirs.stream()
                .anyMatch(open -> to.map(open.recipient().address()::equals).orElse(true));
        if (wanted) {
            messages.add(tree(one, theirs));
            recipients += theirs.size();
        }
        last = one.message().id();
        lookedAt++;
        isFull = messages.size() >= limit
                || recipients >= MOST_RECIPIENTS
                || lookedAt >= MOST_LOOKED_AT
                || own.asked() >= MOST_ASKED;
        return !isFull;
    }

    private Map<String, Object> tree(Quarantined one, List<Queued.Open> theirs) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", one.message().id().toString());
        tree.put("since", one.since().toString());
        tree.put("why", one.why());
        tree.put("from", one.message().envelope().sender().toString());
        tree.put(
                "to",
                theirs.stream()
                        .map(open -> open.recipient().address().toString())
                        .toList());
        if (tellsOrigin) {
            tree.put("origin", one.message().envelope().origin());
        }
        tree.put("size", one.message().size());
        return tree;
    }

    Answer answer() {
        if (messages.isEmpty() && own.isUnclear() && !isFull) {
            return unclear();
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("messages", messages);
        if (isFull && last != null) {
            tree.put("next", last.toString());
        }
        if (own.isUnclear()) {
            tree.put("incomplete", true);
        }
        return Answer.json(tree);
    }

    static Answer unclear() {
        return Answer.problem(503, "It cannot be told just now what is kept back from you. Try again in a minute.")
                .with("Retry-After", "60");
    }
}

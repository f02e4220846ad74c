package org.maillon.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an attempt's result means for its recipient, once time, loop guard and operator have had their say. */
sealed interface Fate {
    record Delivered(Result.Delivered how) implements Fate {}

    record Expanded(List<Recipient> into, String why) implements Fate {}

    /** It is tried again. */
    record Later(Result.Failure failure) implements Fate {}

    record Bounced(Result.Failure failure) implements Fate {}

    record Expired(Result.Failure last) implements Fate {}

    record Removed(String why) implements Fate {}

    default boolean isEnd() {
        return !(this instanceof Later);
    }

    /** What the deciding depends on besides the results. */
    record Facts(Instant now, Instant arrived, boolean removed, QueueSettings settings) {}

    static List<Fate> of(List<Result> results, Facts facts) {
        List<Fate> fates = new ArrayList<>(results.size());
        for (Result result : results) {
            fates.add(of(result, facts));
        }
        return fates;
    }

    private static Fate of(Result result, Facts facts) {
        return switch (result) {
            case Result.Delivered delivered -> new Delivered(delivered);
            case Result.Expanded(var into, var why) -> facts.removed() ? removed() : expanded(into, why, facts);
            case Result.Deferred(var failure) -> deferred(failure, facts);
            case Result.Failed(var failure) -> new Bounced(failure);
        };
    }

    private static Removed removed() {
        return new Removed("removed while an attempt was running");
    }

    /** An alias that leads nowhere is nobody's mailbox: refused, not swallowed (one end for every recipient). */
    private static Fate expanded(List<Recipient> into, String why, Facts facts) {
        if (into.isEmpty()) {
            return new Bounced(Replies.failure(Replies.leadsNowhere(), why + ", to nobody"));
        }
        int depth = into.stream().mapToInt(Recipient::depth).max().orElse(0);
        int most = facts.settings().expansions();
        return depth > most ? new Bounced(Replies.failure(Replies.circling(most), why)) : new Expanded(into, why);
    }

    private static Fate deferred(Result.Failure failure, Facts facts) {
        if (facts.removed()) {
            return removed();
        }
        Instant expiry = facts.arrived().plus(facts.settings().expireAfter());
        return facts.now().isBefore(expiry) ? new Later(failure) : new Expired(failure);
    }
}

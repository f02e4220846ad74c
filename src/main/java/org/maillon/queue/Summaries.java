package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what waits for each destination. Under the scheduler's lock: one pass over memory, no rows. */
final class Summaries {
    private static final class Sum {
        long recipients;
        long running;
        long held;
        long oldest = Long.MAX_VALUE;
        long nextDue = Long.MAX_VALUE;
    }

    private Summaries() {}

    /** The fullest first. */
    static List<DestinationSummary> of(Scheduler scheduler, long now) {
        Map<Site, Sum> sums = new HashMap<>();
        scheduler.forEach(mail -> {
            for (Share share = mail.shares; share != null; share = share.sibling) {
                add(sums.computeIfAbsent(share.site, s -> new Sum()), share, now);
            }
        });
        List<DestinationSummary> all = new ArrayList<>(sums.size());
        sums.forEach((site, sum) -> all.add(summary(site, sum, now)));
        all.sort(Comparator.comparingLong(DestinationSummary::recipients)
                .reversed()
                .thenComparing(summary -> summary.destination().key()));
        return all;
    }

    private static void add(Sum sum, Share share, long now) {
        sum.recipients += share.size();
        sum.oldest = Math.min(sum.oldest, share.mail.arrivedMillis());
        switch (share.state) {
            case RUNNING, OUT -> sum.running += share.size();
            case HELD -> sum.held += share.size();
            case WAITING, READY -> {
                if (share.due > now) {
                    sum.nextDue = Math.min(sum.nextDue, share.due);
                }
            }
        }
    }

    private static DestinationSummary summary(Site site, Sum sum, long now) {
        return new DestinationSummary(
                site.lane.server,
                site.destination,
                sum.recipients,
                sum.running,
                sum.held,
                Instant.ofEpochMilli(sum.oldest),
                sum.nextDue == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(sum.nextDue)),
                site.restUntil > now ? Optional.of(Duration.ofMillis(site.restUntil - now)) : Optional.empty(),
                Optional.ofNullable(site.lastReason));
    }
}

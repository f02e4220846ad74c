package org.maillon.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up what waits for each site, or destination whose site is not known. Under the scheduler's lock: one pass over memory, no rows. */
final class Summaries {
    private static final class Sum {
        private final Lane lane;
        private final @Nullable Site site;
        private final Set<Target> targets = new HashSet<>(2);
        private long recipients;
        private long running;
        private long held;
        private long oldest = Long.MAX_VALUE;
        private long nextDue = Long.MAX_VALUE;

        Sum(Lane lane, @Nullable Site site) {
            this.lane = lane;
            this.site = site;
        }
    }

    private Summaries() {}

    /** The fullest first. */
    static List<DestinationSummary> of(Scheduler scheduler, long now) {
        Map<Object, Sum> sums = new HashMap<>();
        scheduler.forEach(mail -> {
            for (Share share = mail.shares; share != null; share = share.sibling) {
                add(sumOf(sums, share), share, now);
            }
        });
        List<DestinationSummary> all = new ArrayList<>(sums.size());
        sums.values().forEach(sum -> all.add(summary(sum, now)));
        all.sort(Comparator.comparingLong(DestinationSummary::recipients)
                .reversed()
                .thenComparing(summary -> summary.destination().key()));
        return all;
    }

    private static Sum sumOf(Map<Object, Sum> sums, Share share) {
        Site site = share.target.site;
        Object place = site == null ? share.target : site;
        return sums.computeIfAbsent(place, _ -> new Sum(share.mail.turn.lane, site));
    }

    private static void add(Sum sum, Share share, long now) {
        sum.targets.add(share.target);
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

    private static DestinationSummary summary(Sum sum, long now) {
        Optional<Site> site = Optional.ofNullable(sum.site);
        return new DestinationSummary(
                sum.lane.server,
                sum.targets.stream()
                        .map(Target::destination)
                        .min(Comparator.comparing(Destination::key))
                        .orElseThrow(),
                sum.targets.size(),
                sum.recipients,
                sum.running,
                sum.held,
                Instant.ofEpochMilli(sum.oldest),
                sum.nextDue == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(sum.nextDue)),
                site.flatMap(it -> SiteSummary.of(it, now).rests()),
                site.flatMap(it -> Optional.ofNullable(it.lastReason)),
                site.map(it -> SiteSummary.of(it, now)));
    }
}

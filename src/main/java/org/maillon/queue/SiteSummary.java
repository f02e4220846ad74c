package org.maillon.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The servers that destinations have in common, as they are known just now.
 *
 * @param hosts the MX hosts; empty where no DNS was asked, or DNS could not tell
 * @param concurrency how many attempts it gets at a time just now, {@code most} at best
 * @param running how many it has
 * @param rate messages per time, or {@code unlimited}
 * @param rests for how much longer it rests because it was down
 * @param lastReason why the last attempt that failed for now did
 */
public record SiteSummary(
        List<String> hosts,
        int concurrency,
        int most,
        int running,
        String rate,
        Optional<Duration> rests,
        Optional<String> lastReason) {
    static SiteSummary of(Site site, long now) {
        return new SiteSummary(
                SiteRules.hosts(site.name),
                site.concurrency.limit(),
                site.policy.most(),
                site.running,
                site.policy.rate().toString(),
                site.restUntil > now ? Optional.of(Duration.ofMillis(site.restUntil - now)) : Optional.empty(),
                Optional.ofNullable(site.lastReason));
    }

    /** {@code 3 at a time, at most 20, 100/1m}. */
    public String inWords() {
        String rated = rate.equals(Rate.UNLIMITED.toString()) ? "" : ", " + rate;
        return concurrency + " at a time, at most " + most + rated;
    }
}

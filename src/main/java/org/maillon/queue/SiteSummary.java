package org.maillon.queue;

import java.util.List;

/**
 * The servers that destinations have in common, as they are known just now.
 *
 * @param hosts the MX hosts; empty where no DNS was asked, or DNS could not tell
 * @param concurrency how many attempts it gets at a time just now, {@code most} at best
 * @param rate messages per time, or {@code unlimited}
 * @param rests rests in a row without success between them
 */
public record SiteSummary(List<String> hosts, int concurrency, int most, String rate, int rests) {
    static SiteSummary of(Site site) {
        List<String> hosts = site.name.indexOf(':') >= 0 || site.name.equals(Destination.LOCAL.key())
                ? List.of()
                : List.of(site.name.split(",", -1));
        return new SiteSummary(
                hosts,
                site.concurrency.limit(),
                site.policy.most(),
                site.policy.rate().toString(),
                site.failures);
    }
}

package org.maillon.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is set for a site: by the names of its mail servers, or by a destination that was named. */
final class SiteRules {
    /** What holds for one site. */
    record Policy(int start, int most, Rate rate) {}

    private final QueueSettings settings;
    private final Policy usual;
    private final Map<String, Policy> byDestination = new HashMap<>();
    private final List<Rule> byHost;

    private record Rule(String pattern, Policy policy) {
        boolean fits(String host) {
            return pattern.startsWith("*") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
        }
    }

    SiteRules(QueueSettings settings, List<SiteSetting> sites) {
        this.settings = settings;
        this.usual = new Policy(
                settings.destinationStart(), settings.destinationMost(), Rate.parse(settings.destinationRate()));
        for (SiteSetting site : sites) {
            if (isDestination(site.match())) {
                byDestination.putIfAbsent(site.match().toLowerCase(Locale.ROOT), policy(site));
            }
        }
        this.byHost = sites.stream()
                .filter(site -> !isDestination(site.match()))
                .map(site -> new Rule(site.match().toLowerCase(Locale.ROOT), policy(site)))
                .toList();
    }

    private static boolean isDestination(String match) {
        return match.indexOf(':') >= 0;
    }

    private Policy policy(SiteSetting site) {
        int most = site.concurrency() == 0 ? usual.most() : site.concurrency();
        Rate rate = site.rate().isEmpty() ? usual.rate() : Rate.parse(site.rate());
        return new Policy(Math.min(usual.start(), most), most, rate);
    }

    /** Whether a destination is a site of its own, because it was named. */
    boolean names(String destination) {
        return byDestination.containsKey(destination);
    }

    /** @param name a destination's key, or MX hosts with commas between them: one that fits is enough */
    Policy of(String name) {
        if (name.equals(Destination.LOCAL.key())) {
            return new Policy(settings.localMost(), settings.localMost(), Rate.UNLIMITED);
        }
        Policy own = byDestination.get(name);
        return own != null ? own : byHosts(name);
    }

    private Policy byHosts(String name) {
        if (byHost.isEmpty() || isDestination(name)) {
            return usual;
        }
        List<String> hosts = List.of(name.split(",", -1));
        for (Rule rule : byHost) {
            if (hosts.stream().anyMatch(rule::fits)) {
                return rule.policy();
            }
        }
        return usual;
    }
}

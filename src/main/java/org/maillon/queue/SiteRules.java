package org.maillon.queue;

import java.util.List;

/** What is set for a site: by the names of its mail servers, or by a destination that was named. */
final class SiteRules {
    /** What holds for one site. */
    record Policy(int start, int most, Rate rate) {}

    private record Rule(SiteSetting setting, Policy policy) {}

    private final QueueSettings settings;
    private final Policy usual;
    private final List<Rule> rules;

    SiteRules(QueueSettings settings, List<SiteSetting> sites) {
        this.settings = settings;
        this.usual = new Policy(
                settings.destinationStart(), settings.destinationMost(), Rate.parse(settings.destinationRate()));
        this.rules = sites.stream().map(site -> new Rule(site, policy(site))).toList();
    }

    private Policy policy(SiteSetting site) {
        int most = site.concurrency() == 0 ? usual.most() : site.concurrency();
        Rate rate = site.rate().isEmpty() ? usual.rate() : Rate.parse(site.rate());
        return new Policy(Math.min(usual.start(), most), most, rate);
    }

    /** Whether a destination is a site of its own, because it was named. */
    boolean names(String destination) {
        String name = withoutSource(destination);
        return rules.stream().anyMatch(rule -> rule.setting().fits(name, List.of()));
    }

    /** @param name a destination's key, or MX hosts with commas between them: all of them must fit */
    Policy of(String name) {
        if (name.equals(Destination.LOCAL.key())) {
            return new Policy(settings.localMost(), settings.localMost(), Rate.UNLIMITED);
        }
        List<String> hosts = hosts(name);
        return rules.stream()
                .filter(rule -> rule.setting().fits(withoutSource(name), hosts))
                .findFirst()
                .map(Rule::policy)
                .orElse(usual);
    }

    /** The MX hosts that a site's name holds; none where it is a destination's. */
    static List<String> hosts(String name) {
        String plain = withoutSource(name);
        return plain.indexOf(':') >= 0 || plain.equals(Destination.LOCAL.key())
                ? List.of()
                : List.of(plain.split(",", -1));
    }

    /** Sites called from other addresses of ours are others, but the same rules are for them. */
    private static String withoutSource(String name) {
        int end = name.indexOf(' ');
        return end < 0 ? name : name.substring(0, end);
    }
}

package org.maillon.app.wiring;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.deliver.Roads;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.queue.Destination;
import org.maillon.queue.SiteSetting;
import org.maillon.route.Hop;
import org.maillon.route.HopFinder;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.route.Sources;
import org.maillon.wire.address.Address;

/** What deliveries ask of DNS, by the hop finder. */
public record DnsRoads(
        HopFinder finder, List<SiteSetting> sites, RandomGenerator entropy, Optional<TlsPolicies> policies)
        implements Roads {
    public DnsRoads(HopFinder finder, List<SiteSetting> sites, RandomGenerator entropy) {
        this(finder, sites, entropy, Optional.empty());
    }

    @Override
    public NextHops hops(Route route) {
        NextHops found = finder.hops(route);
        return found instanceof NextHops.Servers(List<Hop> hops)
                        && hops.stream().allMatch(hop -> hop.source().isEmpty())
                ? sources(route, hops).from(found, entropy)
                : found;
    }

    private Sources sources(Route route, List<Hop> hops) {
        List<String> hosts = hops.stream().map(Hop::host).toList();
        return sites.stream()
                .filter(site -> !site.sourceAddress().isEmpty() && site.fits(route.key(), hosts))
                .findFirst()
                .map(site -> Sources.parse(site.sourceAddress()))
                .orElse(Sources.ANY);
    }

    /** Servers that are called from other addresses of ours are another site: they count us by those. */
    @Override
    public String site(Destination destination) {
        String key = destination.key();
        String from = key.indexOf(' ') < 0 ? "" : key.substring(key.indexOf(' '));
        return Route.domainOf(key)
                .flatMap(finder::site)
                .map(hosts -> hosts + from)
                .orElse(key);
    }

    @Override
    public Optional<String> company(Route route) {
        return finder.company(route);
    }

    @Override
    public String safety(Address recipient) {
        return policies.map(all -> all.configured(recipient)).orElse("");
    }

    @Override
    public String wholeSafety(Address recipient) {
        return policies.map(all -> all.published(recipient)).orElse("");
    }
}

package org.maillon.app.wiring;

import java.util.Optional;
import org.maillon.deliver.Roads;
import org.maillon.queue.Destination;
import org.maillon.route.HopFinder;
import org.maillon.route.NextHops;
import org.maillon.route.Route;

/** What deliveries ask of DNS, by the hop finder. */
record DnsRoads(HopFinder finder) implements Roads {
    @Override
    public NextHops hops(Route route) {
        return finder.hops(route);
    }

    @Override
    public String site(Destination destination) {
        return Route.domainOf(destination.key()).flatMap(finder::site).orElse(destination.key());
    }

    @Override
    public Optional<String> company(Route route) {
        return finder.company(route);
    }
}

package org.maillon.route;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import org.maillon.dns.Resolver;
import org.maillon.wire.address.Domain;

/** Finds the servers to try for a route just now. Asks DNS, so it may block up to the resolver's bounds. */
public final class HopFinder {
    private final MxHops mx;
    private final HostAddresses hosts;

    public HopFinder(Resolver resolver, Ourselves ourselves, RandomGenerator entropy, HopSettings settings) {
        this.hosts = new HostAddresses(resolver, settings);
        this.mx = new MxHops(resolver, hosts, ourselves, entropy, settings);
    }

    /** {@link Route.Local} and {@link Route.Discard} need no hop: an empty list of servers. */
    public NextHops hops(Route route) {
        return find(route).hops();
    }

    HopSearch find(Route route) {
        HopSearch search = new HopSearch();
        return search.end(
                switch (route) {
                    case Route.Local _, Route.Discard _ -> HopSearch.NONE_NEEDED;
                    case Route.Via via -> hosts.via(via, search);
                    case Route.Mx(Domain.Literal(InetAddress address)) -> mx.literal(address, search);
                    case Route.Mx(Domain.Name(String domain)) -> mx.ofDomain(domain, search);
                });
    }
}

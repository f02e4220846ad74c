package org.maillon.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.dns.Resolver;
import org.maillon.wire.address.Domain;

/** Finds the servers to try for a route just now. Asks DNS, so it may block up to the resolver's bounds. */
public final class HopFinder {
    private final MxHops mx;
    private final HostAddresses hosts;
    private final RandomGenerator entropy;

    public HopFinder(Resolver resolver, Ourselves ourselves, RandomGenerator entropy, HopSettings settings) {
        this.entropy = entropy;
        this.hosts = new HostAddresses(resolver, settings);
        this.mx = new MxHops(resolver, hosts, ourselves, entropy, settings);
    }

    /** {@link Route.Local} and {@link Route.Discard} need no hop: an empty list of servers. */
    public NextHops hops(Route route) {
        return find(route).hops();
    }

    /**
     * The mail servers of a domain by their names, for domains that have the same ones: sorted, with commas between them,
     * without ourselves and those behind us. Empty where there are none, or DNS cannot tell now.
     */
    public Optional<String> site(Domain domain) {
        List<String> hosts =
                ranks(domain).stream().flatMap(List::stream).distinct().sorted().toList();
        return hosts.isEmpty() ? Optional.empty() : Optional.of(SiteName.of(hosts));
    }

    /** Equal for domains whose servers are tried in the same order: then one transaction may serve recipients of both. */
    public Optional<String> company(Route route) {
        return switch (route) {
            case Route.Mx(Domain domain, Sources _) -> {
                List<List<String>> ranks = ranks(domain);
                yield ranks.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ranks + from(route).toString());
            }
            case Route.Local _, Route.Discard _, Route.Via _ -> Optional.empty();
        };
    }

    private List<List<String>> ranks(Domain domain) {
        return switch (domain) {
            case Domain.Literal literal -> List.of(List.of(literal.toString()));
            case Domain.Name(String name) -> mx.ranks(name);
        };
    }

    private static Sources from(Route route) {
        return switch (route) {
            case Route.Mx(Domain _, Sources from) -> from;
            case Route.Via via -> via.from();
            case Route.Local _, Route.Discard _ -> Sources.ANY;
        };
    }

    HopSearch find(Route route) {
        HopSearch search = new HopSearch();
        NextHops hops = switch (route) {
            case Route.Local _, Route.Discard _ -> HopSearch.NONE_NEEDED;
            case Route.Via via -> hosts.via(via, search);
            case Route.Mx(Domain.Literal(InetAddress address), Sources _) -> mx.literal(address, search);
            case Route.Mx(Domain.Name(String domain), Sources _) -> mx.ofDomain(domain, search);
        };
        return search.end(from(route).from(hops, entropy));
    }
}

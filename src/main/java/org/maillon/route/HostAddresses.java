package org.maillon.route;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/** From a host to the addresses we may try, in the order we prefer. */
final class HostAddresses {
    private final Resolver resolver;
    private final HopSettings settings;

    HostAddresses(Resolver resolver, HopSettings settings) {
        this.resolver = resolver;
        this.settings = settings;
    }

    Lookup<InetAddress> of(String host) {
        return resolver.addresses(host);
    }

    /** IPv6 and IPv4 take turns, the preferred kind first: one kind that is broken here costs one try, not all. */
    List<InetAddress> inOrder(List<InetAddress> addresses) {
        List<InetAddress> six =
                addresses.stream().filter(Inet6Address.class::isInstance).toList();
        List<InetAddress> four =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        return switch (settings.ipPreference()) {
            case PREFER_IPV6 -> inTurn(six, four);
            case PREFER_IPV4 -> inTurn(four, six);
            case ONLY_IPV6 -> six;
            case ONLY_IPV4 -> four;
        };
    }

    private static List<InetAddress> inTurn(List<InetAddress> first, List<InetAddress> second) {
        List<InetAddress> all = new ArrayList<>(first.size() + second.size());
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            int at = i;
            Stream.of(first, second).filter(kind -> at < kind.size()).forEach(kind -> all.add(kind.get(at)));
        }
        return all;
    }

    /** A configured server: taken at its word, loopback and all. */
    NextHops via(Route.Via via, HopSearch search) {
        Optional<InetAddress> literal = literal(via.host());
        if (literal.isPresent()) {
            return servers(via, List.of(literal.get()));
        }
        return switch (of(via.host())) {
            case Lookup.Found<InetAddress>(List<InetAddress> found, var _) -> {
                search.note(via.host() + " has " + Words.count(found.size(), "address", "addresses") + ".");
                List<InetAddress> usable = inOrder(found);
                yield usable.isEmpty() ? unreachable(via, search) : servers(via, usable);
            }
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ -> unreachable(via, search);
            case Lookup.Failed<InetAddress>(String why) -> {
                search.note(via.host() + " could not be looked up: " + why + ".");
                yield new NextHops.Unknown(RouteReplies.notNow(via.host()), why);
            }
        };
    }

    /** Temporary: our own configuration is wrong or its host is gone for now, which is not the sender's fault. */
    private static NextHops unreachable(Route.Via via, HopSearch search) {
        String why = "the configured server " + via.host() + " has no address that we may use";
        search.note("But " + why + ".");
        return new NextHops.Unknown(RouteReplies.notNow(via.host()), why);
    }

    private NextHops servers(Route.Via via, List<InetAddress> addresses) {
        return new NextHops.Servers(addresses.stream()
                .limit(settings.maxAddresses())
                .map(address -> new Hop(via.protocol(), via.host(), new InetSocketAddress(address, via.port())))
                .toList());
    }

    /** An IP address in text; never a name that somebody's resolver would be asked for. */
    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

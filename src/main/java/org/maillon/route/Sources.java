package org.maillon.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The addresses of ours that mail is sent from; none named: the system chooses. Where one of a kind (IPv4, IPv6) is named,
 * servers of the other kind are not called: whoever names addresses wants to be seen with no others.
 */
public record Sources(List<InetAddress> addresses) {
    public static final Sources ANY = new Sources(List.of());

    public Sources {
        addresses = List.copyOf(addresses);
    }

    /** @throws IllegalArgumentException with a sentence */
    public static Sources parse(List<String> texts) {
        return new Sources(texts.stream().map(Sources::address).toList());
    }

    private static InetAddress address(String text) {
        InetAddress address = HostAddresses.literal(text)
                .orElseThrow(() -> new IllegalArgumentException("source-address: '" + text + "' is no IP address"));
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException("source-address: nothing can be sent from " + text);
        }
        return address;
    }

    boolean isAny() {
        return addresses.isEmpty();
    }

    /** The hops with the address to call each from; the several of a kind take turns at random. */
    public NextHops from(NextHops hops, RandomGenerator entropy) {
        return switch (hops) {
            case NextHops.Servers(List<Hop> servers) when !isAny() && !servers.isEmpty() -> from(servers, entropy);
            case NextHops.Servers _, NextHops.Nowhere _, NextHops.Unknown _ -> hops;
        };
    }

    private NextHops from(List<Hop> servers, RandomGenerator entropy) {
        List<Hop> reachable = servers.stream()
                .flatMap(hop -> source(hop.address().getAddress(), entropy).map(hop::from).stream())
                .toList();
        if (!reachable.isEmpty()) {
            return new NextHops.Servers(reachable);
        }
        String host = servers.getFirst().host();
        return new NextHops.Unknown(
                RouteReplies.notNow(host),
                host + " has no address of the same kind as " + this + ", which mail is to be sent from");
    }

    private Optional<InetAddress> source(InetAddress to, RandomGenerator entropy) {
        List<InetAddress> alike = addresses.stream()
                .filter(address -> address instanceof Inet4Address == to instanceof Inet4Address)
                .toList();
        return alike.isEmpty() ? Optional.empty() : Optional.of(alike.get(entropy.nextInt(alike.size())));
    }

    @Override
    public String toString() {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining("+"));
    }
}

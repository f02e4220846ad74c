package org.maillon.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One server to try: the name it goes by (for TLS and logs) and one of its addresses.
 *
 * @param source the address of ours to call it from; empty: the system chooses
 */
public record Hop(Route.Protocol protocol, String host, InetSocketAddress address, Optional<InetAddress> source) {
    public Hop(Route.Protocol protocol, String host, InetSocketAddress address) {
        this(protocol, host, address, Optional.empty());
    }

    public Hop from(InetAddress ours) {
        return new Hop(protocol, host, address, Optional.of(ours));
    }

    @Override
    public String toString() {
        return host + " [" + address.getAddress().getHostAddress() + "]:" + address.getPort()
                + source.map(ours -> " from " + ours.getHostAddress()).orElse("");
    }
}

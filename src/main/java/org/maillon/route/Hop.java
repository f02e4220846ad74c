package org.maillon.route;

import java.net.InetSocketAddress;

/** One server to try: the name it goes by (for TLS and logs) and one of its addresses. */
public record Hop(Route.Protocol protocol, String host, InetSocketAddress address) {
    @Override
    public String toString() {
        return host + " [" + address.getAddress().getHostAddress() + "]:" + address.getPort();
    }
}

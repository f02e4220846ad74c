package org.maillon.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** The servers we ask, in their order. */
final class DnsServers {
    private static final int PORT = 53;
    private static final int MOST = 8;

    private DnsServers() {}

    /** @throws IllegalArgumentException with a sentence that says what to write instead */
    static List<InetSocketAddress> of(DnsSettings settings) {
        return settings.servers().isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : settings.servers().stream().limit(MOST).map(DnsServers::parse).toList();
    }

    private static InetSocketAddress parse(String text) {
        try {
            if (text.startsWith("[")) {
                int close = text.indexOf(']');
                String port = text.substring(close + 1);
                return at(text.substring(1, close), port.isEmpty() ? PORT : port(port.substring(1)));
            }
            int colon = text.indexOf(':');
            boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
            return hasPort ? at(text.substring(0, colon), port(text.substring(colon + 1))) : at(text, PORT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw new IllegalArgumentException("'" + text
                    + "' is no DNS server; write an IP address, such as 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:53");
        }
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("no port: " + port);
        }
        return port;
    }
}

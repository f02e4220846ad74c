package org.maillon.route;

import java.util.Locale;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** Where a route leads: {@code smtp://host:port}, {@code smtps://host:port}, {@code lmtp://host:port}, {@code mx}, {@code local}, {@code discard}. */
final class RouteVia {
    private static final int SMTP_PORT = 25;
    private static final int SMTPS_PORT = 465; // RFC 8314 §7.3

    private RouteVia() {}

    /** {@code mx} gives a {@link Route.Mx} whose domain is filled in by the table. */
    static Route parse(RouteSetting setting) {
        String via = setting.via();
        return switch (via) {
            case "mx" -> new Route.Mx(new Domain.Name(""), sources(setting));
            case "local" -> goesNowhere(new Route.Local(), setting);
            case "discard" -> goesNowhere(new Route.Discard(), setting);
            default -> {
                if (via.startsWith("smtp://")) {
                    yield server(Route.Protocol.SMTP, via.substring(7), setting);
                } else if (via.startsWith("smtps://")) {
                    yield server(Route.Protocol.SMTPS, via.substring(8), setting);
                } else if (via.startsWith("lmtp://")) {
                    yield server(Route.Protocol.LMTP, via.substring(7), setting);
                }
                throw bad(setting, "'" + via + "' is no way to send mail");
            }
        };
    }

    private static Route goesNowhere(Route route, RouteSetting setting) {
        if (!setting.sourceAddress().isEmpty()) {
            throw new IllegalArgumentException(
                    "The route for '" + setting.domain() + "': source-address is for mail that leaves"
                            + " this machine, not for via " + setting.via() + ".");
        }
        return route;
    }

    private static Sources sources(RouteSetting setting) {
        try {
            return Sources.parse(setting.sourceAddress());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The route for '" + setting.domain() + "': " + e.getMessage() + ".", e);
        }
    }

    private static Route server(Route.Protocol protocol, String authority, RouteSetting setting) {
        if (authority.startsWith("[") && authority.indexOf(']') > 0) {
            int close = authority.indexOf(']');
            String host = authority.substring(1, close);
            if (HostAddresses.literal(host).isEmpty()) {
                throw bad(setting, "'" + host + "' is no IP address, and only one stands in brackets");
            }
            return new Route.Via(
                    protocol, host, port(protocol, authority.substring(close + 1), setting), sources(setting));
        }
        int colon = authority.indexOf(':');
        if (authority.startsWith("[") || colon != authority.lastIndexOf(':')) {
            throw bad(setting, "an IPv6 address stands in brackets, as in " + protocol.scheme() + "://[::1]:25");
        }
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (Addresses.domain(host).asOptional().isEmpty()
                && HostAddresses.literal(host).isEmpty()) {
            throw bad(setting, "'" + setting.via() + "' names no host");
        }
        return new Route.Via(
                protocol, host, port(protocol, colon < 0 ? "" : authority.substring(colon), setting), sources(setting));
    }

    /** {@code behind} the host: nothing, or a colon and the port. */
    private static int port(Route.Protocol protocol, String behind, RouteSetting setting) {
        if (!behind.isEmpty()) {
            return number(behind.substring(1), setting);
        } else if (protocol == Route.Protocol.LMTP) {
            throw bad(setting, "'" + setting.via() + "' names no port, and LMTP has none of its own (RFC 2033 §5)");
        }
        return protocol == Route.Protocol.SMTPS ? SMTPS_PORT : SMTP_PORT;
    }

    private static int number(String text, RouteSetting setting) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw bad(setting, "'" + text + "' is no port from 1 to 65535");
    }

    private static IllegalArgumentException bad(RouteSetting setting, String what) {
        return new IllegalArgumentException("The route for '" + setting.domain() + "': " + what
                + "; write smtp://host:port, smtps://host:port, lmtp://host:port, mx, local or discard.");
    }
}

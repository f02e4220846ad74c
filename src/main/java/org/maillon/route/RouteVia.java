package org.maillon.route;

import java.util.Locale;
import org.maillon.wire.address.Domain;

/** Where a route leads: {@code smtp://host:port}, {@code lmtp://host:port}, {@code mx}, {@code local}, {@code discard}. */
final class RouteVia {
    private static final int SMTP_PORT = 25;

    private RouteVia() {}

    /** {@code mx} gives a {@link Route.Mx} whose domain is filled in by the table. */
    static Route parse(RouteSetting setting) {
        String via = setting.via();
        return switch (via) {
            case "mx" -> new Route.Mx(new Domain.Name(""));
            case "local" -> new Route.Local();
            case "discard" -> new Route.Discard();
            default -> {
                if (via.startsWith("smtp://")) {
                    yield server(Route.Protocol.SMTP, via.substring(7), setting);
                } else if (via.startsWith("lmtp://")) {
                    yield server(Route.Protocol.LMTP, via.substring(7), setting);
                }
                throw bad(setting, "'" + via + "' is no way to send mail");
            }
        };
    }

    private static Route server(Route.Protocol protocol, String authority, RouteSetting setting) {
        int colon = authority.startsWith("[") ? authority.indexOf("]:") + 1 : authority.lastIndexOf(':');
        boolean noPort = colon <= 0;
        if (noPort && protocol == Route.Protocol.LMTP) {
            throw bad(setting, "'" + setting.via() + "' names no port, and LMTP has none of its own (RFC 2033 §5)");
        }
        String host = unbracketed(noPort ? authority : authority.substring(0, colon));
        if (!isHost(host)) {
            throw bad(setting, "'" + setting.via() + "' names no host");
        }
        return new Route.Via(protocol, host, noPort ? SMTP_PORT : port(authority.substring(colon + 1), setting));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host.toLowerCase(Locale.ROOT);
    }

    private static boolean isHost(String host) {
        return !host.isEmpty()
                && host.length() <= 253
                && host.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'F'
                                || c >= '0' && c <= '9'
                                || ".-:_".indexOf(c) >= 0);
    }

    private static int port(String text, RouteSetting setting) {
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
                + "; write smtp://host:port, lmtp://host:port, mx, local or discard.");
    }
}

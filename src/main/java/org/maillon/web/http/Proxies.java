package org.maillon.web.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.maillon.kernel.Network;

/**
 * Whom a request comes from, where proxies stand between. What a proxy adds stands to the right of what it was sent, so the
 * chain is read from the right, as long as those who wrote it are trusted; what stands further left anybody may have written.
 *
 * <p>A proxy hands on fields that it does not know as the client wrote them. So one field is believed, the one that it is known
 * to write; where there is another one, or where the chain leads to no client, nobody knows who asks. This machine is where a
 * request comes from only if it came without a proxy and asks for this machine: a name of another's may lead here as well.
 */
final class Proxies {
    /** A longer chain is nobody's; what is behind it is not looked at. */
    static final int LONGEST_CHAIN = 32;

    private static final List<String> TELL_TALES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final List<Network> trusted;
    private final HttpSettings.ProxyField believed;

    Proxies(List<String> trusted, HttpSettings.ProxyField believed) {
        this.trusted = trusted.stream().map(Network::parse).toList();
        this.believed = believed;
    }

    /** One step of the way: who came, and whether under TLS, where that was said. */
    private record Hop(Optional<InetAddress> from, Optional<String> scheme) {}

    /**
     * @param underTls the connection to us is
     * @param host from the Host field, without its port
     * @param fields all values of a header field by its name, in order
     */
    Client client(InetAddress peer, boolean underTls, String host, Function<String, List<String>> fields) {
        if (isTrusted(peer)) {
            Client client = along(peer, hops(fields));
            return isContradicted(client, fields) ? unknown(client.address()) : client;
        }
        boolean here = peer.isLoopbackAddress();
        if (hasAny(TELL_TALES, fields) || here && !isLoopback(host)) {
            return unknown(peer);
        }
        return new Client(peer, way(underTls || here));
    }

    private List<Hop> hops(Function<String, List<String>> fields) {
        return switch (believed) {
            case X_FORWARDED_FOR -> legacy(fields);
            case FORWARDED ->
                fields.apply("Forwarded").stream()
                        .flatMap(value -> items(value, ',').stream())
                        .map(Proxies::hop)
                        .toList();
        };
    }

    /** By a field that the proxy does not write, so that the client did; or the proxy writes that one, and the client the other. */
    private boolean isContradicted(Client client, Function<String, List<String>> fields) {
        return switch (believed) {
            case FORWARDED -> hasAny(List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP"), fields);
            case X_FORWARDED_FOR ->
                hasAny(List.of("Forwarded"), fields)
                        || !fields.apply("X-Real-IP").stream().allMatch(value -> agrees(client, value));
        };
    }

    /** nginx is often told to write both. */
    private boolean agrees(Client client, String realIp) {
        return address(realIp.strip())
                .filter(named -> named.equals(client.address()) || isTrusted(named))
                .isPresent();
    }

    private Client along(InetAddress peer, List<Hop> hops) {
        InetAddress client = peer;
        Optional<String> scheme = Optional.empty();
        int seen = 0;
        for (Hop hop : hops.reversed()) {
            if (!isTrusted(client) || seen++ == LONGEST_CHAIN) {
                break;
            }
            if (hop.from().isEmpty()) { // obfuscated, or not an address: what is known is the proxy, and no more
                return unknown(client);
            }
            client = hop.from().get();
            scheme = hop.scheme();
        }
        return isTrusted(client) || client.isLoopbackAddress()
                ? unknown(client)
                : new Client(client, way(scheme.filter("https"::equals).isPresent()));
    }

    private static Client unknown(InetAddress address) {
        return new Client(address, Client.Way.UNKNOWN_PROXY);
    }

    private static boolean hasAny(List<String> names, Function<String, List<String>> fields) {
        return names.stream().anyMatch(name -> !fields.apply(name).isEmpty());
    }

    private static boolean isLoopback(String host) {
        String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return host.equals("localhost")
                || address(literal).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static Client.Way way(boolean secret) {
        return secret ? Client.Way.PRIVATE : Client.Way.OPEN;
    }

    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Hop> legacy(Function<String, List<String>> fields) {
        Optional<String> scheme = fields.apply("X-Forwarded-Proto").stream()
                .flatMap(value -> items(value, ',').stream())
                .reduce((_, last) -> last)
                .map(value -> value.toLowerCase(Locale.ROOT));
        return fields.apply("X-Forwarded-For").stream()
                .flatMap(value -> items(value, ',').stream())
                .map(value -> new Hop(address(value), scheme))
                .toList();
    }

    /** forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] ) (RFC 7239 §4) */
    private static Hop hop(String element) {
        Optional<InetAddress> from = Optional.empty();
        Optional<String> scheme = Optional.empty();
        for (String pair : items(element, ';')) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = unquoted(pair.substring(equals + 1).strip());
            switch (name) {
                case "for" -> from = address(value);
                case "proto" -> scheme = Optional.of(value.toLowerCase(Locale.ROOT));
                default -> {} // by, host, and extensions
            }
        }
        return new Hop(from, scheme);
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** With a port or without; IPv6 in brackets or, as many proxies write it, without (RFC 7239 §6). */
    private static Optional<InetAddress> address(String text) {
        String host = text;
        int close = text.indexOf(']');
        if (text.startsWith("[") && close > 0) {
            host = text.substring(1, close);
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            host = text.substring(0, text.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> items(String value, char separator) {
        List<String> items = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == separator && !quoted) {
                String item = value.substring(start, i).strip();
                if (!item.isEmpty()) {
                    items.add(item);
                }
                start = i + 1;
            } else if (value.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return items;
    }
}

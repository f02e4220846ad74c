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
 */
final class Proxies {
    /** A longer chain is nobody's; what is behind it is not looked at. */
    static final int LONGEST_CHAIN = 32;

    private static final List<String> TELL_TALES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final List<Network> trusted;

    Proxies(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /** One step of the way: who came, and whether under TLS, where that was said. */
    private record Hop(Optional<InetAddress> from, Optional<String> scheme) {}

    /**
     * @param underTls the connection to us is
     * @param fields all values of a header field by its name, in order
     */
    Client client(InetAddress peer, boolean underTls, Function<String, List<String>> fields) {
        if (!isTrusted(peer)) {
            boolean forwarded =
                    TELL_TALES.stream().anyMatch(name -> !fields.apply(name).isEmpty());
            return new Client(peer, forwarded ? Client.Way.UNKNOWN_PROXY : way(underTls || peer.isLoopbackAddress()));
        }
        List<Hop> hops = fields.apply("Forwarded").isEmpty()
                ? legacy(fields)
                : fields.apply("Forwarded").stream()
                        .flatMap(value -> items(value, ',').stream())
                        .map(Proxies::hop)
                        .toList();
        return along(peer, hops);
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
                return new Client(client, Client.Way.UNKNOWN_PROXY);
            }
            client = hop.from().get();
            scheme = hop.scheme();
        }
        // a proxy that is asked for itself, as by its own health check, is a client like any other
        boolean direct = client.equals(peer);
        boolean secret = scheme.map("https"::equals).orElse(false) || client.isLoopbackAddress();
        return new Client(client, way(secret || direct && peer.isLoopbackAddress()));
    }

    private static Client.Way way(boolean secret) {
        return secret ? Client.Way.PRIVATE : Client.Way.OPEN;
    }

    private boolean isTrusted(InetAddress address) {
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

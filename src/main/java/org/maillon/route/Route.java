package org.maillon.route;

import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** A decision of the route table. */
public sealed interface Route {
    /** Into a mailbox here, through the directory. */
    record Local() implements Route {}

    /** By DNS, to the domain's MX (RFC 5321 §5.1), or straight to an address literal. */
    record Mx(Domain domain, Sources from) implements Route {
        public Mx(Domain domain) {
            this(domain, Sources.ANY);
        }
    }

    /** To this server, whatever DNS says. {@code host} is a name or an address in text. */
    record Via(Protocol protocol, String host, int port, Sources from) implements Route {
        public Via(Protocol protocol, String host, int port) {
            this(protocol, host, port, Sources.ANY);
        }
    }

    /** Taken, counted, thrown away: for tests and sinks. */
    record Discard() implements Route {}

    enum Protocol {
        SMTP,
        /** Under TLS from the first octet on (RFC 8314 §3). */
        SMTPS,
        LMTP;

        /** As a route's {@code via} has it. */
        String scheme() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A server sees others call when we call from other addresses: what it takes from one says nothing of another. */
    private static String suffix(Sources from) {
        return from.isAny() ? "" : " from " + from;
    }

    /** The domain whose MX a lane of that name leads to. */
    static Optional<Domain> domainOf(String key) {
        int end = key.indexOf(' ') < 0 ? key.length() : key.indexOf(' ');
        return key.startsWith("mx:") ? Addresses.domain(key.substring(3, end)).asOptional() : Optional.empty();
    }

    /** The name of the lane in the queue: {@code local}, {@code discard}, {@code mx:example.org}, {@code smtp://127.0.0.1:2626}, {@code mx:example.org from 192.0.2.5}. */
    default String key() {
        return switch (this) {
            case Local _ -> "local";
            case Discard _ -> "discard";
            case Mx(Domain domain, Sources from) -> "mx:" + domain + suffix(from);
            case Via(Protocol protocol, String host, int port, Sources from) ->
                protocol.scheme() + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port
                        + suffix(from);
        };
    }
}

package org.maillon.route;

import java.util.Optional;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** A decision of the route table. */
public sealed interface Route {
    /** Into a mailbox here, through the directory. */
    record Local() implements Route {}

    /** By DNS, to the domain's MX (RFC 5321 §5.1), or straight to an address literal. */
    record Mx(Domain domain) implements Route {}

    /** To this server, whatever DNS says. {@code host} is a name or an address in text. */
    record Via(Protocol protocol, String host, int port) implements Route {}

    /** Taken, counted, thrown away: for tests and sinks. */
    record Discard() implements Route {}

    enum Protocol {
        SMTP,
        LMTP
    }

    /** The domain whose MX a lane of that name leads to. */
    static Optional<Domain> domainOf(String key) {
        return key.startsWith("mx:") ? Addresses.domain(key.substring(3)).asOptional() : Optional.empty();
    }

    /** The name of the lane in the queue: {@code local}, {@code discard}, {@code mx:example.org}, {@code smtp://127.0.0.1:2626}. */
    default String key() {
        return switch (this) {
            case Local _ -> "local";
            case Discard _ -> "discard";
            case Mx(Domain domain) -> "mx:" + domain;
            case Via(Protocol protocol, String host, int port) ->
                (protocol == Protocol.SMTP ? "smtp" : "lmtp") + "://"
                        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        };
    }
}

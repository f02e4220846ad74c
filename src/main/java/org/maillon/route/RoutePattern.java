package org.maillon.route;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** Whose mail a route is for: {@code user@example.org}, {@code example.org}, {@code *.example.org}, {@code [192.0.2.1]}, {@code *}. */
final class RoutePattern {
    private RoutePattern() {}

    /** The pattern as the table keys it: lower case, the domain in A-labels. */
    static String parse(String text) {
        if (text.equals("*")) {
            return text;
        } else if (text.startsWith("*.")) {
            return "*." + suffix(text);
        }
        return (text.indexOf('@') >= 0
                        ? address(text).map(RoutePattern::key)
                        : domain(text).map(Domain::toString))
                .orElseThrow(() -> bad(text));
    }

    /** Local parts without case, as the directory compares them. */
    static String key(Address address) {
        return address.localPart().toLowerCase(Locale.ROOT) + "@" + address.domain();
    }

    private static String suffix(String text) {
        return domain(text.substring(2))
                .filter(Domain.Name.class::isInstance)
                .map(Domain::toString)
                .orElseThrow(() -> bad(text));
    }

    private static Optional<Address> address(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        // a star would look like a pattern but match only itself
        return Addresses.mailbox(octets, 0, octets.length)
                .asOptional()
                .filter(address -> address.localPart().indexOf('*') < 0);
    }

    private static Optional<Domain> domain(String text) {
        return Addresses.domain(text).asOptional();
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no domain of a route; write example.org, *.example.org, user@example.org or *");
    }
}

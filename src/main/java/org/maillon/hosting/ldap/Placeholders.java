package org.maillon.hosting.ldap;

import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** {@code %s}, {@code %u}, {@code %d} and {@code %%} in one value of a filter or a name, which was taken apart before. */
final class Placeholders {
    private Placeholders() {}

    private static int next(String value, int from) {
        return value.indexOf('%', from);
    }

    /** Whether the value differs from address to address. */
    static boolean in(String value) {
        for (int at = next(value, 0); at >= 0 && at + 1 < value.length(); at = next(value, at + 2)) {
            if (value.charAt(at + 1) != '%') {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException for a percent sign before something else */
    static void check(String value) {
        for (int at = next(value, 0); at >= 0; at = next(value, at + 2)) {
            if (at + 1 == value.length() || "sud%".indexOf(value.charAt(at + 1)) < 0) {
                throw new IllegalArgumentException("in '" + value
                        + "' a % stands before something else than s, u, d or %; write %% for a percent sign");
            }
        }
    }

    /** The domain by its A-labels (RFC 5890 §2.3.2.1). */
    static String fill(String value, Address address) {
        StringBuilder filled = new StringBuilder();
        int done = 0;
        for (int at = next(value, 0); at >= 0; at = next(value, done)) {
            filled.append(value, done, at);
            switch (value.charAt(at + 1)) {
                case 's' -> filled.append(address.localPart()).append('@').append(domain(address));
                case 'u' -> filled.append(address.localPart());
                case 'd' -> filled.append(domain(address));
                default -> filled.append('%');
            }
            done = at + 2;
        }
        return filled.append(value, done, value.length()).toString();
    }

    private static String domain(Address address) {
        return switch (address.domain()) {
            case Domain.Name(String ascii) -> ascii;
            case Domain.Literal literal -> literal.toString();
        };
    }
}

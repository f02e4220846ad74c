package org.maillon.hosting.ldap;

import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** {@code %s}, {@code %u}, {@code %d} and {@code %%} in one value of a filter or a name, which was taken apart before. */
final class Placeholders {
    private Placeholders() {}

    /** Whether the value differs from address to address. */
    static boolean in(String value) {
        for (int i = 0; i + 1 < value.length(); i++) {
            if (value.charAt(i) == '%') {
                if (value.charAt(i + 1) != '%') {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException for a percent sign before something else */
    static void check(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%') {
                i++;
                if (i == value.length() || "sud%".indexOf(value.charAt(i)) < 0) {
                    throw new IllegalArgumentException("in '" + value
                            + "' a % stands before something else than s, u, d or %; write %% for a percent sign");
                }
            }
        }
    }

    /** The domain by its A-labels (RFC 5890 §2.3.2.1). */
    static String fill(String value, Address address) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                filled.append(c);
                continue;
            }
            i++;
            switch (value.charAt(i)) {
                case 's' -> filled.append(address.localPart()).append('@').append(domain(address));
                case 'u' -> filled.append(address.localPart());
                case 'd' -> filled.append(domain(address));
                default -> filled.append('%');
            }
        }
        return filled.toString();
    }

    private static String domain(Address address) {
        return switch (address.domain()) {
            case Domain.Name(String ascii) -> ascii;
            case Domain.Literal literal -> literal.toString();
        };
    }
}

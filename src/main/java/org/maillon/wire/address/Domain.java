package org.maillon.wire.address;

import java.net.InetAddress;

/** The right side of an address. RFC 5321 §4.1.2: a Domain or an address-literal. */
public sealed interface Domain {
    /** Reads a domain name, U-labels and capitals turned into A-labels, or an address literal. */
    static Parsed<Domain> parse(String text) {
        return Addresses.domain(text);
    }

    /**
     * A domain name in lower-case A-label form, without a trailing dot: what DNS asks for and the directory keys on.
     * U-labels that came over the wire are turned into A-labels when parsed (RFC 5890).
     */
    record Name(String ascii) implements Domain {
        @Override
        public String toString() {
            return ascii;
        }
    }

    /** {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]}. RFC 5321 §4.1.3. */
    record Literal(InetAddress address) implements Domain {
        @Override
        public String toString() {
            String text = address.getHostAddress();
            return text.indexOf(':') >= 0 ? "[IPv6:" + text + "]" : "[" + text + "]";
        }
    }
}

package org.maillon.wire.address;

import java.nio.charset.StandardCharsets;

/**
 * A mailbox name, {@code local-part@domain} (RFC 5321 §2.3.11).
 *
 * @param localPart unquoted: {@code "a b"@example} is held as {@code a b}; may hold UTF-8 (RFC 6531)
 */
public record Address(String localPart, Domain domain) {
    /** As it goes on the wire, the local part quoted where its characters need it (RFC 5321 §4.1.2 Quoted-string). */
    @Override
    public String toString() {
        return LocalParts.quoteIfNeeded(localPart) + "@" + domain;
    }

    /** Reads {@code local-part@domain} as people write it in configuration and on the command line. */
    public static Parsed<Address> parse(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return Addresses.mailbox(octets, 0, octets.length);
    }

    public boolean needsUtf8() {
        return localPart.chars().anyMatch(c -> c > 127);
    }
}

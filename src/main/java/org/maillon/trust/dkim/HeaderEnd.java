package org.maillon.trust.dkim;

/** Finds the empty line that ends a header, in octets that come in pieces. */
final class HeaderEnd {
    private static final int WHOLE = 4;

    /** How much of CRLF CRLF has just gone by; a message may begin with the empty line. */
    private int matched = 2;

    boolean isBehind() {
        return matched == WHOLE;
    }

    /** Where the body begins, or {@code end} where it does not begin yet. */
    int skip(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && matched < WHOLE) {
            matched = next(octets[at++]);
        }
        return at;
    }

    private int next(byte octet) {
        return switch (octet) {
            case '\r' -> matched == 2 ? 3 : 1;
            case '\n' -> matched == 1 || matched == 3 ? matched + 1 : 0;
            default -> 0;
        };
    }
}

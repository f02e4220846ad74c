package org.maillon.dns;

/**
 * @param exchange lower case, no trailing dot; empty for the null MX (RFC 7505)
 */
public record MxRecord(int preference, String exchange) {
    public boolean isNull() {
        return exchange.isEmpty();
    }
}

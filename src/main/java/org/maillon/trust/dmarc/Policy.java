package org.maillon.trust.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain's owner asks for where a message of its name fails. RFC 9989 §4.7; in the order of their strictness. */
public enum Policy {
    NONE,
    QUARANTINE,
    REJECT;

    static Optional<Policy> of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "quarantine" -> Optional.of(QUARANTINE);
            case "reject" -> Optional.of(REJECT);
            default -> Optional.empty();
        };
    }

    /** The next milder one: what holds while its owner is still testing (RFC 9989 §4.7 t; RFC 7489 §6.6.4 pct). */
    Policy milder() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    /** As records and reports write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

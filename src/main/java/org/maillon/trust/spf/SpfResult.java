package org.maillon.trust.spf;

import java.util.Locale;

/** What a domain says of a client that speaks in its name. RFC 7208 §2.6. */
public enum SpfResult {
    /** Nothing: no record, or no domain to ask for one. */
    NONE,
    /** The domain does not want to say. */
    NEUTRAL,
    /** It may. */
    PASS,
    /** It may not. */
    FAIL,
    /** It probably may not. */
    SOFTFAIL,
    /** DNS could not be asked now. */
    TEMPERROR,
    /** What the domain publishes cannot be understood. */
    PERMERROR;

    /** As Authentication-Results spells it (RFC 8601 §2.7.2). */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.maillon.trust.arc;

import java.util.Locale;

/** The state of a chain, in the words of {@code arc=} and {@code cv=}. RFC 8617 §4.4. */
public enum ArcResult {
    /** There is no chain. */
    NONE,
    PASS,
    FAIL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

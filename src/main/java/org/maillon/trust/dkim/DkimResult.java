package org.maillon.trust.dkim;

import java.util.Locale;

/** What became of a signature, in the words of {@code dkim=}. RFC 8601 §2.7.1. */
public enum DkimResult {
    /** The domain says that it has sent these octets. */
    PASS,
    /** The octets are others than those that were signed. */
    FAIL,
    /** Whatever it proves, it is not accepted here: a short key, a body signed in part, one signature too many. */
    POLICY,
    /** It cannot be read, or its domain says that it is only trying DKIM. */
    NEUTRAL,
    /** DNS did not answer: later it may be another. */
    TEMPERROR,
    /** It lacks what a signature must have, or has no key. */
    PERMERROR;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

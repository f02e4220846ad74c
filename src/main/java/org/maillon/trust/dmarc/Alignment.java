package org.maillon.trust.dmarc;

/** How near an identifier must be to the author's domain. RFC 9989 §4.4. */
public enum Alignment {
    /** Of the same organization. */
    RELAXED,
    /** The same name. */
    STRICT
}

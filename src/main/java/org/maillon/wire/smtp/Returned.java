package org.maillon.wire.smtp;

/** The values of MAIL's RET parameter: what a failure notice gives back. RFC 3461 §4.3. */
public enum Returned {
    FULL,
    /** RET=HDRS. */
    HEADERS
}

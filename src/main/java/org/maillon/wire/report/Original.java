package org.maillon.wire.report;

import java.io.InputStream;

/** The message reported on, to be given back whole or as its header. */
public interface Original {
    InputStream open();

    /** Whole as {@code message/rfc822}, else its header as {@code text/rfc822-headers}. */
    boolean whole();

    /** Whether octets above 127 occur in what is given back. */
    boolean eightBit();

    /** Whether it was sent with SMTPUTF8, so that such octets in its header are UTF-8 (RFC 6532). */
    boolean utf8();
}

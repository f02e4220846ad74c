package org.maillon.wire.pop3;

/** What came of opening a mailbox. */
public sealed interface Pop3Access {
    record Granted(Maildrop maildrop) implements Pop3Access {}

    /** Another session has the mailbox (RFC 1939 §4, exclusive-access lock). */
    record InUse() implements Pop3Access {}

    /** The store could not be asked. */
    record Unavailable() implements Pop3Access {}
}

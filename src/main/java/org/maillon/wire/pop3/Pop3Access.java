package org.maillon.wire.pop3;

/** What came of a password. */
public sealed interface Pop3Access {
    record Granted(Maildrop maildrop) implements Pop3Access {}

    record WrongPassword() implements Pop3Access {}

    /** The password is right; another session has the mailbox (RFC 1939 §4, exclusive-access lock). */
    record InUse() implements Pop3Access {}

    /** The store could not be asked. */
    record Unavailable() implements Pop3Access {}
}

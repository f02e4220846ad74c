package org.maillon.submit;

import org.maillon.hosting.Account;

/** Whether a mailbox has room for one more message: the port through which RCPT asks about quota before the body comes. */
@FunctionalInterface
public interface MailboxRoom {
    boolean hasRoom(Account account);
}

/**
 * Folders, messages, flags, UIDs and quota: what IMAP (RFC 9051 §2.3) and POP3 stand on. One versioned partition per
 * account; the octets stay in the blob that the queue wrote.
 */
@NullMarked
package org.maillon.mailbox;

import org.jspecify.annotations.NullMarked;

/**
 * Folders, messages, flags, UIDs and quota: what IMAP (RFC 9051 §2.3) and POP3 stand on. One versioned partition per
 * account ({@code Rows} has its keys); the octets stay in the blob that the queue wrote, and a message adds only the
 * lines that are its recipient's own (Return-Path, Delivered-To).
 *
 * <p>Whatever changes an account is one conditional batch: message, counters and quota together, tried again where
 * somebody else was faster. A delivery carries a key that is remembered as long as a queue may try it again: made twice,
 * it stores once. Deleting touches a second partition, the blob's, so it is two steps: the batch that deletes writes the
 * reference down as pending, and it is struck off once released; the account's next use finishes what a crash cut short.
 *
 * <p>The threat: a message lost or doubled by a crash, a retry or a second process; a quota passed by many deliveries at
 * once; UIDs that come to mean another message, on which every mail program's memory rests.
 *
 * <p>Not here: who may open a mailbox (hosting), which folder a rule chooses, search. Folders, flags, copies and appends
 * are kept and tested, and have no protocol in front of them before IMAP.
 *
 * <p>Start reading at {@link org.maillon.mailbox.Mailboxes}, then {@code Box} and {@code Deliveries}.
 */
@NullMarked
package org.maillon.mailbox;

import org.jspecify.annotations.NullMarked;

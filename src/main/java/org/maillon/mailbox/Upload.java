package org.maillon.mailbox;

import java.time.Instant;
import java.util.Set;
import org.maillon.store.PendingBlob;

/**
 * A message that its owner puts into a folder himself (RFC 9051 §6.3.12).
 *
 * @param content written to {@link Mailboxes#content} and finished
 * @param at the INTERNALDATE it shall have
 */
public record Upload(String folder, PendingBlob content, Instant at, Set<String> flags) {}

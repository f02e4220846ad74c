package org.maillon.submit;

import java.time.Instant;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.QueueId;
import org.maillon.store.PendingBlob;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.MailParameters;

/**
 * A message that is all here, and kept by nobody yet.
 *
 * @param parameters the client's, as the stages correct them
 * @param seen what went by; no longer fed
 */
record Taken(
        Transaction transaction, Receipt receipt, MailParameters parameters, HeaderScanner seen, PendingBlob content) {
    /** What is settled before the first octet: the id, the moment and who pays. */
    record Receipt(QueueId id, Instant arrived, TenantId tenant) {}

    Taken with(MailParameters corrected) {
        return new Taken(transaction, receipt, corrected, seen, content);
    }
}

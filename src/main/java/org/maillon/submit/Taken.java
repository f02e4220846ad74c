package org.maillon.submit;

import java.time.Instant;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.QueueId;
import org.maillon.store.PendingBlob;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.MailParameters;

/** A message that is all here, and kept by nobody yet. */
public record Taken(Transaction transaction, Receipt receipt, Text text, Handling handling) {
    /** What is settled before the first octet: the id, the moment and who pays. */
    public record Receipt(QueueId id, Instant arrived, TenantId tenant) {}

    /**
     * @param header as the client sent it
     * @param seen what went by; no longer fed
     * @param content what will be kept: our Received field, and the message without the fields that stages removed
     */
    public record Text(Header header, HeaderScanner seen, PendingBlob content) {}

    public Taken with(Handling other) {
        return new Taken(transaction, receipt, text, other);
    }

    public MailParameters parameters() {
        return handling.parameters();
    }

    public Header header() {
        return text.header();
    }
}

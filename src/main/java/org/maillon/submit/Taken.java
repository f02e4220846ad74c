package org.maillon.submit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.QueueId;
import org.maillon.store.PendingBlob;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.MailParameters;

/** A message that is all here, and kept by nobody yet. */
public record Taken(Transaction transaction, Receipt receipt, Text text, Handling handling) {
    /** What is settled before the first octet: the id, the moment and who pays. */
    public record Receipt(QueueId id, Instant arrived, TenantId tenant) {}

    /**
     * @param header as the client sent it, or as a stage has changed it since
     * @param kept what stays of it
     * @param seen what went by; no longer fed
     * @param front where a stage {@linkplain Stage#holdsHeader holds the header}: what is kept before the content
     * @param content what will be kept: our Received field, and the message without the fields that stages removed; behind
     *     a front, the body alone
     */
    public record Text(Header header, Kept kept, HeaderScanner seen, Optional<Front> front, PendingBlob content) {}

    /**
     * What leaves, for who signs it.
     *
     * @param fields what stays of the client's, where no header is held
     * @param body what a stage has put in place of the body
     */
    public record Kept(List<HeaderField> fields, Optional<Bytes> body) {
        public Kept {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A header that is held.
     *
     * @param trace our Received field
     * @param header the client's without the fields that stages removed, and with its end
     * @param body other octets in place of the body, where a stage wants that
     */
    public record Front(Bytes trace, Bytes header, Optional<Bytes> body) {}

    public Taken with(Handling other) {
        return new Taken(transaction, receipt, text, other);
    }

    public Taken with(Transaction other) {
        return new Taken(other, receipt, text, handling);
    }

    public Taken with(Text other) {
        return new Taken(transaction, receipt, other, handling);
    }

    public MailParameters parameters() {
        return handling.parameters();
    }

    public Header header() {
        return text.header();
    }
}

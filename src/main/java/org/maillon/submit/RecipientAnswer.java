package org.maillon.submit;

import org.maillon.queue.Recipient;
import org.maillon.wire.smtp.Reply;

/** What became of one RCPT. */
public sealed interface RecipientAnswer {
    record Welcome(Recipient recipient) implements RecipientAnswer {}

    record Refused(Reply reply) implements RecipientAnswer {}
}

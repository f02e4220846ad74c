package org.maillon.submit;

import java.util.List;
import org.maillon.queue.Recipient;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;

/** A mail transaction whose envelope is complete: the body may come. */
public record Transaction(Client client, ReversePath sender, MailParameters parameters, List<Recipient> recipients) {
    public Transaction {
        recipients = List.copyOf(recipients);
    }
}

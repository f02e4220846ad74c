package org.maillon.submit;

import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** The gate that every protocol asks, in this order. Calls may block on DNS or the store, up to their bounds. */
public interface Intake {
    /** Empty: welcome; else the refusal. */
    Optional<Reply> sender(Client client, ReversePath sender, MailParameters parameters);

    /** What EHLO offers to this client beyond what it offers to everyone: a keyword and its parameters a line. */
    default List<String> offers(Client client) {
        return List.of();
    }

    RecipientAnswer recipient(Client client, ReversePath sender, Address recipient, RcptParameters parameters);

    Incoming open(Transaction transaction);
}

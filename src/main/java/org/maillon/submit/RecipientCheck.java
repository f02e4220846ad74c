package org.maillon.submit;

import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/** One question at RCPT, asked once the recipient is known to exist and the client may send there. It may block, up to a bound of its own. */
public interface RecipientCheck {
    /** Empty: no objection. */
    Optional<Reply> check(Client client, ReversePath sender, Address recipient);
}

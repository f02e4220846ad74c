package org.maillon.submit;

import java.util.Optional;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** One question at MAIL, asked once the sender is known to exist. It may block, up to a bound of its own. */
public interface SenderCheck {
    /** Empty: no objection. */
    Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters);
}

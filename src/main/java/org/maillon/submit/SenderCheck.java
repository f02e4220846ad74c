package org.maillon.submit;

import java.util.Optional;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** One question at MAIL, asked once the sender is known to exist. It may block, up to a bound of its own. */
public interface SenderCheck {
    /** Whether it comes before the question whether the sender exists, which may ask the whole world. */
    default boolean asksFirst() {
        return false;
    }

    /** Empty: no objection. */
    Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters);
}

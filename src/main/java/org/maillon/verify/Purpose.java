package org.maillon.verify;

import org.maillon.hosting.id.ServerId;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Why an address is asked about: it decides what is said to the server that is asked. */
public sealed interface Purpose {
    /**
     * A message for it is about to come: the question is the first half of its delivery, with its own envelope.
     *
     * @param server of ours, in whose name it goes
     */
    record Delivery(
            Passage passage, ServerId server, ReversePath sender, MailParameters parameters, RcptParameters recipient)
            implements Purpose {}

    /**
     * To know it, and no more.
     *
     * @param patient rather waits for its turn than goes without an answer
     */
    record Curiosity(boolean patient) implements Purpose {}
}

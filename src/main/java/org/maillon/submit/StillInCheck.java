package org.maillon.submit;

import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/**
 * Who has logged in is asked for again, in silence, at each MAIL: an account that was removed, or a password that was
 * changed because somebody else has it, sends nothing more by connections that were open already.
 */
public final class StillInCheck implements SenderCheck {
    private final Predicate<Login> holds;

    /** @param holds whether what let them in would let them in now */
    public StillInCheck(Predicate<Login> holds) {
        this.holds = holds;
    }

    @Override
    public boolean asksFirst() {
        return true;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        return client.link().login().filter(holds.negate()).map(_ -> SubmissionReplies.LOG_IN_ANEW);
    }
}

package org.maillon.hosting;

import java.util.Optional;
import org.maillon.wire.sasl.Answer;

/**
 * What the house answers to a question of SASL.
 *
 * @param account who it is, where the answer is granted
 */
public record Decision(Answer answer, Optional<Account> account) {
    public static final Decision DENIED = of(new Answer.Denied());
    public static final Decision LATER = of(new Answer.Later());

    static Decision of(Answer answer) {
        return new Decision(answer, Optional.empty());
    }

    public static Decision granted(Account account) {
        return new Decision(new Answer.Granted(), Optional.of(account));
    }

    public boolean isGranted() {
        return account.isPresent();
    }
}

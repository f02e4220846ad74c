package org.maillon.hosting;

import java.util.Optional;
import org.maillon.wire.sasl.Answer;

/** What the house answers to a question of SASL. */
public record Decision(Answer answer, Optional<Opened> opened) {
    public static final Decision DENIED = of(new Answer.Denied());
    public static final Decision LATER = of(new Answer.Later());

    /** Whose the account is, and what opened it. */
    public record Opened(Account account, Proof proof) {}

    static Decision of(Answer answer) {
        return new Decision(answer, Optional.empty());
    }

    public static Decision granted(Account account, Proof proof) {
        return new Decision(new Answer.Granted(), Optional.of(new Opened(account, proof)));
    }

    /** Who it is, where the answer is granted. */
    public Optional<Account> account() {
        return opened.map(Opened::account);
    }

    public boolean isGranted() {
        return opened.isPresent();
    }
}

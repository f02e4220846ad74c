package org.maillon.wire.sasl;

import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/** Name, then password, each to a prompt. No RFC; kept for clients that know nothing else, which look for these words. */
record Login() implements Turn {
    static final Bytes NAME = Bytes.utf8("Username:");
    static final Bytes PASSWORD = Bytes.utf8("Password:");

    @Override
    public Move hear(Bytes response) {
        return Prepared.name(response, 0, response.length())
                .filter(name -> !name.isEmpty())
                .<Move>map(name -> new Move.Challenge(PASSWORD, new Named(name)))
                .orElseGet(() -> new Move.Failed(Fault.MALFORMED));
    }

    record Named(String name) implements Turn {
        @Override
        public Move hear(Bytes response) {
            if (response.length() == 0) {
                return new Move.Failed(Fault.MALFORMED);
            }
            Secret password = Secret.copyOf(response.shared());
            return new Move.Ask(new Question.Password(Optional.empty(), name, password), Verdicts::end);
        }
    }
}

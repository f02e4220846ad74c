package org.maillon.wire.sasl;

import java.util.Optional;

/** The end of an exchange whose last question was answered. */
public final class Verdicts {
    private Verdicts() {}

    public static Move end(Answer answer) {
        return switch (answer) {
            case Answer.Granted _ -> new Move.Succeeded();
            case Answer.Denied _ -> new Move.Failed(Fault.DENIED);
            case Answer.Later _ -> new Move.Failed(Fault.LATER);
            case Answer.Blocked(String sentence) -> new Move.Failed(Fault.LATER, Optional.of(sentence));
            case Answer.Keys _ -> throw new IllegalStateException("keys for an answer to another question");
        };
    }
}

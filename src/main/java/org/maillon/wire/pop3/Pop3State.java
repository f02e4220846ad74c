package org.maillon.wire.pop3;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.maillon.wire.sasl.Asked;
import org.maillon.wire.sasl.Turn;

/** Where a session stands (RFC 1939 §3). */
public sealed interface Pop3State {
    /**
     * @param user what USER said last, until a PASS follows
     * @param failures log-ins that failed so far
     */
    record Authorization(Optional<String> user, int failures, int errors) implements Pop3State {
        static final Authorization START = new Authorization(Optional.empty(), 0, 0);
    }

    /** In the middle of AUTH: the client's next line is a response. */
    record Authenticating(Authorization before, Turn turn) implements Pop3State {}

    /** In the middle of AUTH: the house is asked. */
    record Asking(Authorization before, Asked asked) implements Pop3State {}

    /** Who it is is known; the mailbox is being opened. */
    record Entering(Authorization before) implements Pop3State {}

    /**
     * Logged in.
     *
     * @param deleted numbers marked by DELE
     * @param octets of the messages not marked
     */
    record Transaction(Maildrop maildrop, Marks deleted, long octets, int errors) implements Pop3State {
        static Transaction begin(Maildrop maildrop, int errors) {
            return new Transaction(maildrop, Marks.NONE, maildrop.octets(), errors);
        }

        /** Those not marked. */
        int messages() {
            return maildrop.count() - deleted.count();
        }

        IntStream numbers() {
            return IntStream.rangeClosed(1, maildrop.count()).filter(number -> !deleted.has(number));
        }

        Transaction without(int number) {
            return new Transaction(maildrop, deleted.with(number), octets - maildrop.size(number), errors);
        }
    }

    /** QUIT was said: {@code uids} are to be deleted (RFC 1939 §6). */
    record Update(List<Long> uids) implements Pop3State {}

    /** Nothing more is said or done. */
    record Closed() implements Pop3State {}
}

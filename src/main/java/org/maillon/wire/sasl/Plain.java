package org.maillon.wire.sasl;

import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/** message = [authzid] NUL authcid NUL passwd (RFC 4616 §2). */
record Plain() implements Turn {
    @Override
    public Move hear(Bytes response) {
        int first = Octet.find(response, 0, 0);
        int second = first < 0 ? -1 : Octet.find(response, first + 1, 0);
        if (second < 0 || Octet.find(response, second + 1, 0) >= 0 || second == response.length() - 1) {
            return new Move.Failed(Fault.MALFORMED);
        }
        Optional<String> authorize = Prepared.name(response, 0, first);
        Optional<String> name = Prepared.name(response, first + 1, second);
        if (authorize.isEmpty() || name.isEmpty() || name.get().isEmpty()) {
            return new Move.Failed(Fault.MALFORMED);
        }
        Secret password =
                Secret.wrap(response.slice(second + 1, response.length()).shared());
        return new Move.Ask(
                new Question.Password(authorize.filter(who -> !who.isEmpty()), name.get(), password), Verdicts::end);
    }
}

package org.maillon.wire.sasl;

import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/** XOAUTH2, the elder of OAUTHBEARER, in no RFC: {@code user=someone@example.com^Aauth=Bearer token^A^A}. */
record XOAuth2(SaslFacts.BearerHint hint) implements Turn {
    @Override
    public Move hear(Bytes response) {
        Optional<Map<String, String>> pairs =
                Prepared.utf8(response, 0, response.length()).flatMap(KeyValues::read);
        Optional<String> user = pairs.flatMap(known -> SaslPrep.prepare(known.getOrDefault("user", "")))
                .filter(name -> !name.isEmpty());
        Optional<String> token = pairs.flatMap(KeyValues::bearer);
        if (user.isEmpty() || token.isEmpty()) {
            return new Move.Failed(Fault.MALFORMED);
        }
        return new Move.Ask(new Question.Token(user, Secret.utf8(token.get())), new Checking(hint));
    }

    record Checking(SaslFacts.BearerHint hint) implements Asked {
        @Override
        public Move answered(Answer answer) {
            if (!(answer instanceof Answer.Denied)) {
                return Verdicts.end(answer);
            }
            StringBuilder json = new StringBuilder("{\"status\":\"401\",\"schemes\":\"bearer\"");
            Json.field(json, "scope", hint.scope());
            return new Move.Challenge(Bytes.utf8(json.append('}').toString()), new Told());
        }
    }

    /** The client says nothing to it. */
    record Told() implements Turn {
        @Override
        public Move hear(Bytes response) {
            return new Move.Failed(response.length() == 0 ? Fault.DENIED : Fault.MALFORMED);
        }
    }
}

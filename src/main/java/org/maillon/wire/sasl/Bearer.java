package org.maillon.wire.sasl;

import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/**
 * OAUTHBEARER (RFC 7628): {@code n,a=user@example.com,^Aauth=Bearer token^A^A}. Who is refused first hears why, as JSON, and
 * says so much as that it has heard.
 */
record Bearer(SaslFacts.BearerHint hint) implements Turn {
    private static final Bytes HEARD = Bytes.wrap(new byte[] {1});

    /** client-resp = gs2-header kvsep *kvpair kvsep */
    @Override
    public Move hear(Bytes response) {
        Optional<String> message = Prepared.utf8(response, 0, response.length());
        Optional<Gs2Header> header = message.flatMap(Gs2Header::read);
        if (message.isEmpty() || header.isEmpty()) {
            return new Move.Failed(Fault.MALFORMED);
        } else if (header.get().binding().isPresent()) {
            return new Move.Failed(Fault.BINDING); // RFC 7628 §3.1: the mechanism binds to nothing
        }
        String rest = message.get().substring(header.get().text().length());
        if (rest.isEmpty() || rest.charAt(0) != '\u0001') {
            return new Move.Failed(Fault.MALFORMED);
        }
        Optional<Map<String, String>> pairs = KeyValues.read(rest.substring(1));
        Optional<String> token = pairs.flatMap(KeyValues::bearer);
        return token.<Move>map(text -> new Move.Ask(
                        new Question.Token(header.get().authorize(), Secret.utf8(text)), new Checking(hint)))
                .orElseGet(() -> pairs.isPresent() ? refusal(hint) : new Move.Failed(Fault.MALFORMED));
    }

    private static Move refusal(SaslFacts.BearerHint hint) {
        StringBuilder json = new StringBuilder("{\"status\":\"invalid_token\"");
        Json.field(json, "scope", hint.scope());
        Json.field(json, "openid-configuration", hint.configuration());
        return new Move.Challenge(Bytes.utf8(json.append('}').toString()), new Told());
    }

    record Checking(SaslFacts.BearerHint hint) implements Asked {
        @Override
        public Move answered(Answer answer) {
            return answer instanceof Answer.Denied ? refusal(hint) : Verdicts.end(answer);
        }
    }

    /** RFC 7628 §3.2.3: a single kvsep ends a failed exchange; whatever else comes, it has failed. */
    record Told() implements Turn {
        @Override
        public Move hear(Bytes response) {
            return new Move.Failed(response.equals(HEARD) ? Fault.DENIED : Fault.MALFORMED);
        }
    }
}

package org.maillon.wire.sasl;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * SCRAM (RFC 5802) with SHA-256 (RFC 7677): first the client's name and nonce, then our nonce, salt and iterations, then its
 * proof, then our signature. A name that nobody has gets as far as its proof, which is then wrong.
 *
 * @param plus whether the client chose -PLUS and so binds to the TLS connection
 */
record Scram(SaslFacts facts, boolean plus) implements Turn {
    private static final String EXPORTER = "tls-exporter"; // RFC 9266

    /** client-first-message = gs2-header client-first-message-bare */
    @Override
    public Move hear(Bytes response) {
        Optional<String> message = Prepared.utf8(response, 0, response.length());
        Optional<Gs2Header> header = message.flatMap(Gs2Header::read);
        if (message.isEmpty() || header.isEmpty()) {
            return malformed();
        } else if (!fits(header.get())) {
            return new Move.Failed(Fault.BINDING);
        }
        String bare = message.get().substring(header.get().text().length());
        ScramFields fields = new ScramFields(bare);
        Optional<String> name = fields.next("n").flatMap(Gs2Header::saslName).filter(who -> !who.isEmpty());
        Optional<String> nonce = fields.next("r").filter(Scram::isNonce);
        if (name.isEmpty() || nonce.isEmpty() || !fields.restIsExtensions()) {
            return malformed(); // "m=" too: a mandatory extension that we do not know (RFC 5802 §5.1)
        }
        String both = nonce.get() + facts.nonce();
        return new Move.Ask(
                new Question.Keys(name.get()), new Known(this, header.get(), name.get(), new Said(bare, both, "")));
    }

    /** RFC 5802 §6: who could bind and thinks that we cannot, while we offer it, was lied to about our list. */
    private boolean fits(Gs2Header header) {
        if (plus) {
            return header.binding().filter(EXPORTER::equals).isPresent()
                    && facts.exporter().isPresent();
        }
        boolean weOfferBinding = facts.offered().contains(Mechanism.SCRAM_SHA_256_PLUS);
        return header.binding().isEmpty() && !(header.suspects() && weOfferBinding);
    }

    /** printable = %x21-2B / %x2D-7E */
    private static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && c != ',');
    }

    private static Move malformed() {
        return new Move.Failed(Fault.MALFORMED);
    }

    /**
     * @param bare client-first-message-bare
     * @param nonce both halves
     */
    record Said(String bare, String nonce, String serverFirst) {}

    /** The client's first message was read; its account's keys are being fetched. */
    record Known(Scram scram, Gs2Header header, String name, Said said) implements Asked {
        @Override
        public Move answered(Answer answer) {
            return answer instanceof Answer.Keys(ScramKeys keys) ? challenge(keys) : Verdicts.end(answer);
        }

        private Move challenge(ScramKeys keys) {
            String salt = Base64.getEncoder().encodeToString(keys.salt().shared());
            String serverFirst = "r=" + said.nonce + ",s=" + salt + ",i=" + keys.iterations();
            Known next = new Known(scram, header, name, new Said(said.bare, said.nonce, serverFirst));
            return new Move.Challenge(Bytes.utf8(serverFirst), new Proving(next, keys));
        }

        /** cbind-input = gs2-header [ cbind-data ] */
        Bytes bindingInput() {
            Bytes start = Bytes.utf8(header.text());
            return scram.plus ? start.plus(scram.facts.exporter().orElse(Bytes.EMPTY)) : start;
        }
    }

    /** Our challenge is out; the proof comes. */
    record Proving(Known known, ScramKeys keys) implements Turn {
        /** client-final-message = channel-binding "," nonce ["," extensions] "," proof */
        @Override
        public Move hear(Bytes response) {
            Optional<String> message = Prepared.utf8(response, 0, response.length());
            ScramFields fields = new ScramFields(message.orElse(""));
            Optional<Bytes> binding = fields.next("c").flatMap(Scram::decoded);
            Optional<String> nonce = fields.next("r");
            Optional<Bytes> proof = fields.after("p").flatMap(Scram::decoded);
            if (binding.isEmpty() || nonce.isEmpty() || proof.isEmpty() || !fields.atEnd()) {
                return malformed();
            } else if (!same(binding.get(), known.bindingInput())) {
                return new Move.Failed(Fault.BINDING);
            } else if (!nonce.get().equals(known.said.nonce)) {
                return malformed();
            }
            String text = message.orElse("");
            String withoutProof = text.substring(0, text.lastIndexOf(",p="));
            return judge(
                    proof.get(),
                    Bytes.utf8(known.said.bare + "," + known.said.serverFirst + "," + withoutProof)); // AuthMessage
        }

        private Move judge(Bytes proof, Bytes authMessage) {
            Optional<ScramKeys.Pair> key = Optional.empty();
            for (ScramKeys.Pair pair : keys.pairs()) {
                if (ScramMath.proves(proof, pair, authMessage)) {
                    key = Optional.of(pair);
                }
            }
            Bytes signature = key.map(pair -> ScramMath.serverSignature(pair, authMessage))
                    .orElse(Bytes.EMPTY);
            Question question = new Question.Proved(known.header.authorize(), known.name, key);
            return new Move.Ask(question, new Proved(signature));
        }
    }

    /** The proof is with the house. */
    record Proved(Bytes signature) implements Asked {
        /** A server-final-message goes as a challenge where success carries no data (RFC 4422 §3.6), as in SMTP and POP3. */
        @Override
        public Move answered(Answer answer) {
            return answer instanceof Answer.Granted
                    ? new Move.Challenge(
                            Bytes.utf8("v=" + Base64.getEncoder().encodeToString(signature.shared())), new Assured())
                    : Verdicts.end(answer);
        }
    }

    /** The client holds our signature against what it knows; an empty response says that it is right. */
    record Assured() implements Turn {
        @Override
        public Move hear(Bytes response) {
            return response.length() == 0 ? new Move.Succeeded() : malformed();
        }
    }

    private static boolean same(Bytes one, Bytes other) {
        return MessageDigest.isEqual(one.shared(), other.shared());
    }

    private static Optional<Bytes> decoded(String base64) {
        return ClientLine.initial(base64) instanceof ClientLine.Response(Bytes octets)
                ? Optional.of(octets)
                : Optional.empty();
    }
}

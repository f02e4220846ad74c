package org.maillon.wire.sasl;

import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;

/** The table of mechanisms, the strongest first: what a client reads is in this order. */
public enum Mechanism {
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Kind.PROOF) {
        @Override
        Turn start(SaslFacts facts) {
            return new Scram(facts, true);
        }
    },
    SCRAM_SHA_256("SCRAM-SHA-256", Kind.PROOF) {
        @Override
        Turn start(SaslFacts facts) {
            return new Scram(facts, false);
        }
    },
    OAUTHBEARER("OAUTHBEARER", Kind.TOKEN) {
        @Override
        Turn start(SaslFacts facts) {
            return new Bearer(facts.bearer());
        }
    },
    XOAUTH2("XOAUTH2", Kind.TOKEN) {
        @Override
        Turn start(SaslFacts facts) {
            return new XOAuth2(facts.bearer());
        }
    },
    PLAIN("PLAIN", Kind.PASSWORD) {
        @Override
        Turn start(SaslFacts facts) {
            return new Plain();
        }
    },
    LOGIN("LOGIN", Kind.PASSWORD) {
        @Override
        Turn start(SaslFacts facts) {
            return new Login();
        }

        @Override
        Bytes firstChallenge() {
            return Login.NAME;
        }
    };

    /** What the client hands over. */
    public enum Kind {
        PASSWORD,
        PROOF,
        TOKEN
    }

    private final String wireName;
    private final Kind kind;

    Mechanism(String wireName, Kind kind) {
        this.wireName = wireName;
        this.kind = kind;
    }

    abstract Turn start(SaslFacts facts);

    /** What is said to a client that sends no initial response: nothing, in mechanisms where it speaks first. */
    Bytes firstChallenge() {
        return Bytes.EMPTY;
    }

    /** As the protocols write it (RFC 4422 §3.1). */
    public String wireName() {
        return wireName;
    }

    public Kind kind() {
        return kind;
    }

    /** In any case. */
    public static Optional<Mechanism> named(String name) {
        String upper = Ascii.upper(name);
        for (Mechanism mechanism : values()) {
            if (mechanism.wireName.equals(upper)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    /** @param initial what the client sent along with the mechanism's name (RFC 4422 §3.3) */
    public Move begin(SaslFacts facts, Optional<Bytes> initial) {
        Turn first = start(facts);
        return initial.map(first::hear).orElseGet(() -> new Move.Challenge(firstChallenge(), first));
    }
}

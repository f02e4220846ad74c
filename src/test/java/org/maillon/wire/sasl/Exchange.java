package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/** An exchange in a test: what was said and asked so far, one move after the other. */
final class Exchange {
    static final SaslFacts PLAINLY = facts("3rfcNHYJY1ZVvWVs7j", Optional.empty());

    private Move move;

    private Exchange(Move first) {
        this.move = first;
    }

    static SaslFacts facts(String nonce, Optional<Bytes> exporter) {
        EnumSet<Mechanism> offered = EnumSet.allOf(Mechanism.class);
        if (exporter.isEmpty()) {
            offered.remove(Mechanism.SCRAM_SHA_256_PLUS);
        }
        return new SaslFacts(offered, exporter, nonce, new SaslFacts.BearerHint("mail", "https://id.example/conf"));
    }

    static Exchange begin(Mechanism mechanism, String initial) {
        return begin(mechanism, PLAINLY, initial);
    }

    static Exchange begin(Mechanism mechanism, SaslFacts facts, String initial) {
        return new Exchange(mechanism.begin(facts, Optional.of(Bytes.utf8(initial))));
    }

    static Exchange begin(Mechanism mechanism) {
        return new Exchange(mechanism.begin(PLAINLY, Optional.empty()));
    }

    Exchange says(String response) {
        assertThat(move).isInstanceOf(Move.Challenge.class);
        move = ((Move.Challenge) move).next().hear(Bytes.utf8(response));
        return this;
    }

    Exchange answered(Answer answer) {
        assertThat(move).isInstanceOf(Move.Ask.class);
        move = ((Move.Ask) move).next().answered(answer);
        return this;
    }

    Exchange isChallenged(String text) {
        assertThat(challenge()).isEqualTo(text);
        return this;
    }

    String challenge() {
        assertThat(move).isInstanceOf(Move.Challenge.class);
        return ((Move.Challenge) move).octets().asUtf8();
    }

    Question question() {
        assertThat(move).isInstanceOf(Move.Ask.class);
        return ((Move.Ask) move).question();
    }

    Exchange asksForPassword(String authorize, String name, String password) {
        assertThat(question()).isInstanceOfSatisfying(Question.Password.class, asked -> {
            assertThat(asked.authorize().orElse("")).isEqualTo(authorize);
            assertThat(asked.name()).isEqualTo(name);
            assertThat(Bytes.wrap(asked.password().shared()).asUtf8()).isEqualTo(password);
        });
        return this;
    }

    void succeeds() {
        assertThat(move).isEqualTo(new Move.Succeeded());
    }

    void fails(Fault fault) {
        assertThat(move).isEqualTo(new Move.Failed(fault));
    }

    Move move() {
        return move;
    }
}

package org.maillon.wire.sasl;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/**
 * Clients that answer anything at any moment of any mechanism: the exchange ends, in few moves, without an exception; it
 * succeeds only behind an answer that grants, and nobody proves a password that it does not know.
 */
public final class SaslFuzz {
    private static final int MOST_MOVES = 8;
    private static final Bytes SALT = Bytes.utf8("a salt of no chance");
    private static final ScramKeys KEYS =
            new ScramKeys(SALT, 1, List.of(ScramMath.pair(Secret.utf8("never typed by a fuzzer"), SALT, 1)));

    private SaslFuzz() {}

    /** The mechanism, whether there is a channel, whether there is an initial response; then answers and responses. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        List<Mechanism> all = List.of(Mechanism.values());
        Mechanism mechanism = all.get(octets.below(all.size()));
        Optional<Bytes> exporter = octets.flag() ? Optional.of(Bytes.utf8("exported")) : Optional.empty();
        SaslFacts facts =
                new SaslFacts(EnumSet.allOf(Mechanism.class), exporter, "nonce", new SaslFacts.BearerHint("\"", "\\"));
        Optional<Bytes> initial = octets.flag() ? Optional.of(response(octets)) : Optional.empty();
        Move move = mechanism.begin(facts, initial);
        boolean granted = false;
        int moves = 0;
        while (moves < MOST_MOVES) {
            moves++;
            switch (move) {
                case Move.Challenge challenge -> move = challenge.next().hear(response(octets));
                case Move.Ask ask -> {
                    check(ask.question());
                    Answer answer = answer(ask.question(), octets);
                    granted |= answer instanceof Answer.Granted;
                    move = ask.next().answered(answer);
                }
                case Move.Succeeded _ -> {
                    Claim.that(granted, "success that nobody granted");
                    return;
                }
                case Move.Failed _ -> {
                    return;
                }
            }
        }
        Claim.that(false, "the exchange does not end");
    }

    private static Bytes response(Octets octets) {
        byte[] line = octets.piece();
        ClientLine read = ClientLine.read(line, 0, line.length);
        return read instanceof ClientLine.Response(Bytes decoded) && octets.flag() ? decoded : Bytes.wrap(line);
    }

    private static void check(Question question) {
        switch (question) {
            case Question.Password asked -> Claim.that(!asked.name().isEmpty(), "a password of nobody's");
            case Question.Keys(String name) -> Claim.that(!name.isEmpty(), "keys of nobody's");
            case Question.Proved proved -> Claim.that(proved.key().isEmpty(), "a proof without the password");
            case Question.Token token -> Claim.that(token.token().length() > 0, "a token of nothing");
        }
    }

    private static Answer answer(Question question, Octets octets) {
        int choice = octets.below(4);
        if (question instanceof Question.Keys) {
            return choice == 0 ? new Answer.Later() : new Answer.Keys(KEYS);
        }
        return switch (choice) {
            case 0 -> new Answer.Granted();
            case 1 -> new Answer.Denied();
            case 2 -> new Answer.Later();
            default -> new Answer.Blocked("not now");
        };
    }
}

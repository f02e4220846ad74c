package org.maillon.serve.smtp;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.maillon.kernel.Bytes;
import org.maillon.submit.Login;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Asked;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Fault;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Move;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.sasl.SaslFacts;
import org.maillon.wire.sasl.Turn;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.SmtpReplies;

/** AUTH, from the command to its last reply, as a pure function (RFC 4954 §4). */
final class LogInDialogue {
    /** Where AUTH is offered to nobody. */
    static final LogInDialogue NONE = new LogInDialogue("", 1, (_, _) -> {
        throw new IllegalStateException("AUTH where it is not offered");
    });

    private final String host;
    private final int mostFailures;
    private final BiFunction<List<Mechanism>, Optional<Bytes>, SaslFacts> exchanges;

    /** @param exchanges makes the facts of one exchange, with a nonce of its own, from what is offered and the channel's octets */
    LogInDialogue(String host, int mostFailures, BiFunction<List<Mechanism>, Optional<Bytes>, SaslFacts> exchanges) {
        this.host = host;
        this.mostFailures = mostFailures;
        this.exchanges = exchanges;
    }

    /** The exchange, or the reply that says why there is none. */
    sealed interface Begun {
        record Exchange(Outcome outcome) implements Begun {}

        record Refused(Reply reply) implements Begun {}
    }

    Begun begin(Standing now, State.Hello hello, Command.Auth auth) {
        LogInOffer offer = now.access().offer();
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism());
        if (!offer.here()) {
            return new Begun.Refused(SmtpReplies.noLogIns());
        } else if (now.access().login().isPresent()) {
            return new Begun.Refused(SmtpReplies.loggedInAlready());
        } else if (offer.mechanisms().isEmpty()) {
            return new Begun.Refused(SmtpReplies.logInUnderTls());
        } else if (mechanism.isEmpty() || !offer.mechanisms().contains(mechanism.get())) {
            return new Begun.Refused(SmtpReplies.unknownMechanism());
        }
        Optional<ClientLine> initial = auth.initial().map(ClientLine::initial);
        if (initial.filter(ClientLine.Broken.class::isInstance).isPresent()) {
            return new Begun.Refused(SmtpReplies.noBase64());
        }
        Optional<Bytes> response = initial.flatMap(
                line -> line instanceof ClientLine.Response(Bytes octets) ? Optional.of(octets) : Optional.empty());
        SaslFacts facts = exchanges.apply(offer.mechanisms(), offer.exporter());
        return new Begun.Exchange(new Exchange(now, hello, mechanism.get(), Optional.empty())
                .after(mechanism.get().begin(facts, response)));
    }

    Outcome responded(Standing now, ClientLine line) {
        if (!(now.state() instanceof State.Authenticating at)) {
            throw new IllegalStateException("a response in " + now.state());
        }
        return switch (line) {
            case ClientLine.Response(Bytes octets) ->
                new Exchange(now, at.hello(), at.mechanism(), at.granted())
                        .after(at.turn().hear(octets));
            case ClientLine.Cancelled _ -> given(now, at.hello(), SmtpReplies.cancelled());
            case ClientLine.Broken _ -> given(now, at.hello(), SmtpReplies.noBase64());
        };
    }

    Outcome answered(Standing now, Answer answer, Optional<Login> login) {
        if (!(now.state() instanceof State.HouseAsked at)) {
            throw new IllegalStateException("an answer in " + now.state());
        }
        return new Exchange(now, at.hello(), at.mechanism(), login)
                .after(at.asked().answered(answer));
    }

    private static Outcome given(Standing now, State.Hello hello, Reply reply) {
        return Outcome.say(now.in(new State.Identified(hello)), reply);
    }

    /** One exchange at one step; {@code granted} is who it is, where the house has said so. */
    private final class Exchange {
        private final Standing now;
        private final State.Hello hello;
        private final Mechanism mechanism;
        private final Optional<Login> granted;

        Exchange(Standing now, State.Hello hello, Mechanism mechanism, Optional<Login> granted) {
            this.now = now;
            this.hello = hello;
            this.mechanism = mechanism;
            this.granted = granted;
        }

        Outcome after(Move move) {
            return switch (move) {
                case Move.Challenge(Bytes octets, Turn next) ->
                    Outcome.say(
                            now.in(new State.Authenticating(hello, mechanism, next, granted)),
                            SmtpReplies.challenge(octets));
                case Move.Ask(Question question, Asked next) ->
                    Outcome.act(
                            now.in(new State.HouseAsked(hello, mechanism, next)),
                            new Effect.AskHouse(question, mechanism));
                case Move.Succeeded _ ->
                    given(now.with(now.access().as(granted.orElseThrow())), hello, SmtpReplies.loggedIn());
                case Move.Failed(Fault fault, Optional<String> sentence) -> failed(fault, sentence);
            };
        }

        private Outcome failed(Fault fault, Optional<String> sentence) {
            Reply reply = switch (fault) {
                case MALFORMED -> SmtpReplies.malformedResponse();
                case DENIED -> SmtpReplies.wrongPassword();
                case BINDING -> SmtpReplies.badBinding();
                case LATER -> SmtpReplies.cannotLogIn(sentence);
            };
            Standing after = now.with(now.access().failed()).in(new State.Identified(hello));
            return after.access().failures() < mostFailures
                    ? Outcome.say(after, reply)
                    : new Outcome(
                            after.in(new State.Over()),
                            List.of(reply, SmtpReplies.tooManyWrongPasswords(host)),
                            List.of());
        }
    }
}

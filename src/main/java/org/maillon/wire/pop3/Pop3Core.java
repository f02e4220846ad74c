package org.maillon.wire.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.wire.pop3.Pop3Effect.Say;
import org.maillon.wire.pop3.Pop3Effect.SayAndClose;
import org.maillon.wire.pop3.Pop3Effect.Send;
import org.maillon.wire.pop3.Pop3Effect.Show;
import org.maillon.wire.pop3.Pop3State.Authorization;
import org.maillon.wire.pop3.Pop3State.Transaction;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Asked;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Fault;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Move;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.sasl.SaslFacts;
import org.maillon.wire.sasl.Turn;
import org.maillon.wire.sasl.Verdicts;

/** The protocol: state and command in, next state and effect out. */
public final class Pop3Core {
    private final Pop3Facts facts;
    private final Supplier<SaslFacts> exchanges;

    /** @param exchanges makes the facts of one SASL exchange, with a nonce of its own */
    public Pop3Core(Pop3Facts facts, Supplier<SaslFacts> exchanges) {
        this.facts = facts;
        this.exchanges = exchanges;
    }

    public record Outcome(Pop3State next, Pop3Effect effect) {}

    public static Pop3State start() {
        return Authorization.START;
    }

    public Outcome step(Pop3State state, Pop3Command command) {
        return switch (state) {
            case Authorization at -> step(at, command);
            case Transaction at -> step(at, command);
            case Pop3State.Authenticating _, Pop3State.Asking _, Pop3State.Entering _ ->
                throw new IllegalStateException("a command in the middle of AUTH");
            case Pop3State.Update _, Pop3State.Closed _ -> closed(Pop3Reply.bye());
        };
    }

    /** A line that is no command at all: too long, or ended wrongly. */
    public Outcome refuse(Pop3State state, Pop3Reply reply) {
        return switch (state) {
            case Authorization at -> refuse(at, reply);
            case Transaction at -> refuse(at, reply);
            case Pop3State.Authenticating(Authorization before, var _) -> refuse(before, reply);
            case Pop3State.Asking(Authorization before, var _) -> refuse(before, reply);
            case Pop3State.Entering(Authorization before) -> refuse(before, reply);
            case Pop3State.Update _, Pop3State.Closed _ -> closed(reply);
        };
    }

    /** A line in the middle of AUTH. */
    public Outcome hear(Pop3State.Authenticating at, ClientLine line) {
        return switch (line) {
            case ClientLine.Response(Bytes octets) ->
                move(at.before(), at.turn().hear(octets));
            case ClientLine.Cancelled _ -> refuse(at.before(), Pop3Reply.cancelled());
            case ClientLine.Broken _ -> refuse(at.before(), Pop3Reply.noBase64());
        };
    }

    /** Goes on after {@link Pop3Effect.Ask}. */
    public Outcome answered(Pop3State state, Answer answer) {
        if (!(state instanceof Pop3State.Asking(Authorization before, Asked asked))) {
            throw new IllegalStateException("nobody is logging in");
        }
        return move(before, asked.answered(answer));
    }

    private Outcome move(Authorization at, Move move) {
        return switch (move) {
            case Move.Challenge(Bytes octets, Turn next) ->
                say(new Pop3State.Authenticating(at, next), Pop3Reply.challenge(octets));
            case Move.Ask(Question question, Asked next) ->
                new Outcome(new Pop3State.Asking(at, next), new Pop3Effect.Ask(question));
            case Move.Succeeded _ -> new Outcome(new Pop3State.Entering(at), new Pop3Effect.Enter());
            case Move.Failed(Fault fault, Optional<String> sentence) -> failed(at, fault, sentence);
        };
    }

    private Outcome failed(Authorization at, Fault fault, Optional<String> sentence) {
        return switch (fault) {
            case DENIED -> failed(at);
            case BINDING -> refuse(at, Pop3Reply.badBinding());
            case MALFORMED -> refuse(at, Pop3Reply.malformedResponse());
            case LATER -> say(at, Pop3Reply.notNow(sentence));
        };
    }

    /** Goes on after {@link Pop3Effect.Enter}. */
    public Outcome access(Pop3State state, Pop3Access access) {
        if (!(state instanceof Pop3State.Entering(Authorization at))) {
            throw new IllegalStateException("nobody is logging in");
        }
        return switch (access) {
            case Pop3Access.Granted(Maildrop maildrop) -> {
                Transaction begun = Transaction.begin(maildrop, at.errors());
                yield say(begun, Pop3Reply.welcome(begun));
            }
            case Pop3Access.InUse _ -> say(at, Pop3Reply.inUse());
            case Pop3Access.Unavailable _ -> say(at, Pop3Reply.storeFailed());
        };
    }

    private Outcome failed(Authorization at) {
        int failures = at.failures() + 1;
        return failures >= facts.mostFailures()
                ? closed(Pop3Reply.tooManyFailures())
                : say(new Authorization(Optional.empty(), failures, at.errors()), Pop3Reply.wrongPassword());
    }

    private Outcome step(Authorization at, Pop3Command command) {
        return switch (command) {
            case Pop3Command.User(String name) -> user(at, name);
            case Pop3Command.Pass pass -> pass(at, pass);
            case Pop3Command.Stls _ -> stls(at);
            case Pop3Command.Auth auth -> auth(at, auth);
            case Pop3Command.Capa _ -> say(at, capabilities());
            case Pop3Command.Quit _ -> closed(Pop3Reply.bye());
            case Pop3Command.Unknown(String keyword) -> unknown(at, keyword, Pop3Verb.Phase.AUTHORIZATION);
            case Pop3Command.Malformed(String usage) -> refuse(at, Pop3Reply.malformed(usage));
            case Pop3Command.Stat _,
                    Pop3Command.ListSizes _,
                    Pop3Command.ListUids _,
                    Pop3Command.Retr _,
                    Pop3Command.Top _,
                    Pop3Command.Dele _,
                    Pop3Command.Rset _,
                    Pop3Command.Noop _ -> refuse(at, Pop3Reply.logInFirst());
        };
    }

    /** RFC 2595 §4: a name that was given in the clear is forgotten. */
    private Outcome stls(Authorization at) {
        return facts.stls()
                ? new Outcome(
                        new Authorization(Optional.empty(), at.failures(), at.errors()),
                        new Pop3Effect.StartTls(Pop3Reply.startTls()))
                : refuse(at, Pop3Reply.noStls());
    }

    private Outcome user(Authorization at, String name) {
        return facts.passwordsWelcome()
                ? say(new Authorization(Optional.of(name), at.failures(), at.errors()), Pop3Reply.name())
                : refuse(at, Pop3Reply.unprotected());
    }

    private Outcome pass(Authorization at, Pop3Command.Pass pass) {
        if (!facts.passwordsWelcome()) {
            return refuse(at, Pop3Reply.unprotected());
        } else if (at.user().isEmpty()) {
            return refuse(at, Pop3Reply.nameFirst());
        }
        Authorization next = new Authorization(Optional.empty(), at.failures(), at.errors());
        Secret password = Secret.copyOf(pass.password().shared());
        Question question = new Question.Password(Optional.empty(), at.user().get(), password);
        return move(next, new Move.Ask(question, Verdicts::end));
    }

    /** RFC 5034 §4. */
    private Outcome auth(Authorization at, Pop3Command.Auth auth) {
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism());
        if (!facts.passwordsWelcome()) {
            return refuse(at, Pop3Reply.unprotected());
        } else if (mechanism.isEmpty() || !facts.sasl().mechanisms().contains(mechanism.get())) {
            return refuse(at, Pop3Reply.unknownMechanism());
        }
        Authorization next = new Authorization(Optional.empty(), at.failures(), at.errors());
        Optional<ClientLine> initial = auth.initial().map(ClientLine::initial);
        if (initial.filter(ClientLine.Broken.class::isInstance).isPresent()) {
            return refuse(next, Pop3Reply.noBase64());
        }
        Optional<Bytes> response = initial.flatMap(
                line -> line instanceof ClientLine.Response(Bytes octets) ? Optional.of(octets) : Optional.empty());
        return move(next, mechanism.get().begin(exchanges.get(), response));
    }

    private Outcome step(Transaction at, Pop3Command command) {
        return switch (command) {
            case Pop3Command.Stat _ -> say(at, Pop3Reply.stat(at));
            case Pop3Command.ListSizes(OptionalInt number) ->
                list(
                        at,
                        number,
                        Pop3Reply.listing(at),
                        n -> n + " " + at.maildrop().size(n));
            case Pop3Command.ListUids(OptionalInt number) ->
                list(at, number, Pop3Reply.uids(), n -> n + " " + at.maildrop().uniqueId(n));
            case Pop3Command.Retr(int number) -> one(at, number, () -> send(at, number, OptionalInt.empty()));
            case Pop3Command.Top(int number, int lines) ->
                one(at, number, () -> send(at, number, OptionalInt.of(lines)));
            case Pop3Command.Dele(int number) ->
                one(at, number, () -> say(at.without(number), Pop3Reply.marked(number)));
            case Pop3Command.Rset _ -> {
                Transaction unmarked = Transaction.begin(at.maildrop(), at.errors());
                yield say(unmarked, Pop3Reply.unmarked(unmarked));
            }
            case Pop3Command.Noop _ -> say(at, Pop3Reply.noop());
            case Pop3Command.Capa _ -> say(at, capabilities());
            case Pop3Command.Quit _ -> update(at);
            case Pop3Command.Unknown(String keyword) -> unknown(at, keyword, Pop3Verb.Phase.TRANSACTION);
            case Pop3Command.Malformed(String usage) -> refuse(at, Pop3Reply.malformed(usage));
            case Pop3Command.User _, Pop3Command.Pass _, Pop3Command.Auth _, Pop3Command.Stls _ ->
                refuse(at, Pop3Reply.loggedInAlready());
        };
    }

    private interface Step {
        Outcome take();
    }

    /** RFC 1939 §5: a number that is not there, or marked as deleted, is refused. */
    private Outcome one(Transaction at, int number, Step step) {
        if (number < 1 || number > at.maildrop().count()) {
            return refuse(at, Pop3Reply.noSuchMessage(at.maildrop().count()));
        } else if (at.deleted().has(number)) {
            return refuse(at, Pop3Reply.alreadyDeleted(number));
        }
        return step.take();
    }

    private Outcome list(Transaction at, OptionalInt number, Pop3Reply first, IntFunction<String> line) {
        if (number.isEmpty()) {
            return new Outcome(at, new Show(first, at.numbers().mapToObj(line)));
        }
        int asked = number.getAsInt();
        return one(at, asked, () -> say(at, Pop3Reply.one(line.apply(asked))));
    }

    private static Outcome send(Transaction at, int number, OptionalInt bodyLines) {
        Pop3Reply reply = bodyLines.isPresent()
                ? Pop3Reply.top()
                : Pop3Reply.octets(at.maildrop().size(number));
        return new Outcome(at, new Send(reply, number, at.maildrop().uid(number), bodyLines));
    }

    private static Outcome update(Transaction at) {
        List<Long> uids = at.deleted().numbers().mapToObj(at.maildrop()::uid).toList();
        return uids.isEmpty()
                ? closed(Pop3Reply.bye())
                : new Outcome(new Pop3State.Update(uids), new Pop3Effect.Commit());
    }

    /** RFC 2449 §6, the same before and after log-in. */
    private Show capabilities() {
        List<String> lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"));
        if (facts.stls()) {
            lines.add("STLS");
        }
        if (facts.passwordsWelcome()) {
            lines.add("USER");
        }
        if (!facts.sasl().mechanisms().isEmpty()) { // RFC 5034 §3
            lines.add("SASL "
                    + facts.sasl().mechanisms().stream()
                            .map(Mechanism::wireName)
                            .collect(Collectors.joining(" ")));
        }
        lines.add("EXPIRE NEVER");
        lines.add("IMPLEMENTATION Maillon");
        return new Show(Pop3Reply.capabilities(), lines.stream());
    }

    private Outcome unknown(Pop3State at, String keyword, Pop3Verb.Phase phase) {
        List<String> usable = Pop3Verb.usableIn(phase).stream()
                .filter(name -> facts.stls() || !name.equals(Pop3Verb.STLS.name()))
                .toList();
        return refuse(at, Pop3Reply.unknown(keyword, usable));
    }

    private Outcome refuse(Authorization at, Pop3Reply reply) {
        return at.errors() + 1 >= facts.mostErrors()
                ? closed(Pop3Reply.tooManyErrors())
                : say(new Authorization(at.user(), at.failures(), at.errors() + 1), reply);
    }

    private Outcome refuse(Transaction at, Pop3Reply reply) {
        return at.errors() + 1 >= facts.mostErrors()
                ? closed(Pop3Reply.tooManyErrors())
                : say(new Transaction(at.maildrop(), at.deleted(), at.octets(), at.errors() + 1), reply);
    }

    private static Outcome say(Pop3State next, Pop3Reply reply) {
        return new Outcome(next, new Say(reply));
    }

    private static Outcome say(Pop3State next, Show listing) {
        return new Outcome(next, listing);
    }

    private static Outcome closed(Pop3Reply reply) {
        return new Outcome(new Pop3State.Closed(), new SayAndClose(reply));
    }
}

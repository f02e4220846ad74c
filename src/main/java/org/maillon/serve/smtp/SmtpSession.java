package org.maillon.serve.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.maillon.hosting.Account;
import org.maillon.hosting.Attempt;
import org.maillon.hosting.Decision;
import org.maillon.hosting.Scope;
import org.maillon.kernel.Network;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;
import org.maillon.serve.net.Input;
import org.maillon.store.StoreException;
import org.maillon.submit.Client;
import org.maillon.submit.Intake;
import org.maillon.submit.Link;
import org.maillon.submit.Login;
import org.maillon.submit.RecipientAnswer;
import org.maillon.submit.TlsFacts;
import org.maillon.submit.Transaction;
import org.maillon.verify.Passage;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.CommandParser;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.ReplyWriter;
import org.maillon.wire.smtp.SmtpReplies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: reads, asks, writes. All decisions are {@link SmtpConversation}'s. */
final class SmtpSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);

    private static final int CRLF = 2;

    private final SmtpServer server;
    private final Connection connection;
    private final BodyStream bodies;
    private Standing standing;
    private Optional<Deadline> messageDeadline = Optional.empty();
    private Optional<Passage> passage = Optional.empty();

    SmtpSession(SmtpServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
        this.bodies = new BodyStream(connection, server.settings());
        this.standing = Standing.start(protection(), server.offer(connection));
    }

    private Standing.Protection protection() {
        if (connection.tls().isPresent()) {
            return Standing.Protection.TLS;
        }
        return server.host().startTls().isPresent() ? Standing.Protection.OFFERED : Standing.Protection.NONE;
    }

    void run() throws IOException {
        if (speaksTooSoon()) {
            LOG.info("{} spoke before it was greeted and is sent away", connection.peer());
            say(SmtpReplies.spokeTooSoon(server.host().name()), false);
            return;
        }
        say(server.conversation().greeting(), false);
        try {
            while (!(standing.state() instanceof State.Over)) {
                hear(next());
            }
        } finally {
            if (!(standing.state() instanceof State.Over)) {
                hear(new Event.PeerGone()); // whatever cut us short: no half message stays behind
            }
            passage.ifPresent(Passage::end);
        }
    }

    /** RFC 5321 §4.3.1: a client waits for the greeting. Programs that only pour out their lines do not. */
    private boolean speaksTooSoon() throws IOException {
        Duration pause = server.settings().greetingDelay();
        boolean waits = pause.isPositive() && server.makesWait(connection.peer().getAddress());
        return waits && connection.hasInputWithin(Deadline.in(pause));
    }

    private Event next() throws IOException {
        int usual = Math.toIntExact(server.settings().commandLine().octets());
        int longest = mayLogIn() ? server.longestLogIn() : usual;
        Deadline deadline = deadline(Deadline.in(server.settings().commandTime()));
        return switch (connection.readLine(longest, deadline)) {
            case Input.Line line ->
                standing.state() instanceof State.Authenticating
                        ? new Event.Responded(ClientLine.read(line.octets(), line.from(), line.to()))
                        : said(line, usual);
            case Input.Broken(Input.Fault fault) -> new Event.Misread(broken(fault, usual));
            case Input.TimedOut _ -> new Event.TimedOut(Optional.empty());
            case Input.Closed _ -> new Event.PeerGone();
            case Input.Stopping _ -> new Event.Stopping();
        };
    }

    private Event said(Command command) {
        return command instanceof Command.Ehlo(String name)
                ? new Event.Said(
                        command, server.intake().offers(client(new State.Hello(name, true), MailParameters.NONE)))
                : new Event.Said(command);
    }

    /** Only who can log in, and has not, may send a line as long as a log-in needs. */
    private boolean mayLogIn() {
        Access access = standing.access();
        return !access.offer().mechanisms().isEmpty() && access.login().isEmpty();
    }

    private Event said(Input.Line line, int usual) {
        Event event = switch (server.parser().read(line.octets(), line.from(), line.to())) {
            case CommandParser.Read.Understood understood -> said(understood.command());
            case CommandParser.Read.Refused refused -> new Event.Misread(refused.reply(), refused.outOfStep());
        };
        boolean tooLong = line.to() - line.from() + CRLF > usual;
        boolean isAuth = event instanceof Event.Said(Command.Auth _, var _);
        return tooLong && !isAuth ? new Event.Misread(SmtpReplies.lineTooLong(usual)) : event;
    }

    private static Reply broken(Input.Fault fault, int longest) {
        return switch (fault) {
            case TOO_LONG -> SmtpReplies.lineTooLong(longest);
            case BARE_LF -> SmtpReplies.bareLf();
            case BARE_CR -> SmtpReplies.bareCr();
        };
    }

    /** The message's time holds for its commands too: a thousand slow RCPTs are one slow message. */
    private Deadline deadline(Deadline own) {
        return messageDeadline.map(own::orEarlier).orElse(own);
    }

    private void hear(Event first) throws IOException {
        ArrayDeque<Event> events = new ArrayDeque<>();
        events.add(first);
        while (!events.isEmpty()) {
            State before = standing.state();
            Outcome outcome = server.conversation().step(standing, events.remove());
            standing = outcome.next();
            boolean utf8 = before.readsUtf8() || standing.state().readsUtf8();
            for (Reply reply : outcome.replies()) {
                say(reply, utf8);
            }
            runMessageTime();
            for (Effect effect : outcome.effects()) {
                attempt(effect).ifPresent(events::add);
            }
        }
    }

    private void say(Reply reply, boolean utf8) throws IOException {
        connection.write(ReplyWriter.write(reply, utf8));
    }

    private void runMessageTime() {
        if (!standing.state().hasTransaction()) {
            messageDeadline = Optional.empty();
        } else if (messageDeadline.isEmpty()) {
            messageDeadline = Optional.of(Deadline.in(server.settings().messageTime()));
        }
    }

    /** The client hears of a fault of ours in one sentence; the log has the rest. */
    private Optional<Event> attempt(Effect effect) throws IOException {
        try {
            return perform(effect);
        } catch (StoreException e) {
            LOG.warn("the store could not serve {}: {}", connection.peer(), e.toString());
            return Optional.of(new Event.Failed(e.isFull()));
        } catch (RuntimeException e) {
            LOG.error(
                    "a fault of ours, with {} at {}",
                    connection.peer(),
                    effect.getClass().getSimpleName(),
                    e);
            return Optional.of(new Event.Failed(false));
        }
    }

    private Optional<Event> perform(Effect effect) throws IOException {
        Intake intake = server.intake();
        return switch (effect) {
            case Effect.StartTls _ -> {
                startTls();
                yield Optional.empty();
            }
            case Effect.AskHouse(Question question, Mechanism mechanism) -> Optional.of(answer(question, mechanism));
            case Effect.AskSender(State.Hello hello, var mail) -> {
                passage.ifPresent(Passage::end);
                passage = Optional.of(new Passage(
                        mail.parameters(),
                        Network.neighbourhood(connection.peer().getAddress())));
                yield Optional.of(new Event.SenderJudged(
                        intake.sender(client(hello, mail.parameters()), mail.sender(), mail.parameters())));
            }
            case Effect.AskRecipient(State.MailGiven given, var recipient, var parameters) ->
                Optional.of(new Event.RecipientJudged(
                        intake.recipient(client(given), given.mail().sender(), recipient, parameters)));
            case Effect.Verify verify -> Optional.of(new Event.Verified(verify(verify)));
            case Effect.Open(State.MailGiven given) -> Optional.of(open(given));
            case Effect.ReadText(var incoming) -> Optional.of(bodies.readText(incoming, messageTime()));
            case Effect.ReadChunk(Body body, var chunk) -> Optional.of(bodies.readChunk(body, chunk, messageTime()));
            case Effect.Swallow(long octets) -> bodies.swallow(octets, messageTime());
            case Effect.Finish(var incoming) -> {
                try (incoming) {
                    yield Optional.of(new Event.Finished(incoming.finish()));
                }
            }
            case Effect.Forget(var incoming) -> {
                incoming.close();
                yield Optional.empty();
            }
        };
    }

    private void startTls() throws IOException {
        int dropped = connection.startTls(server.host().startTls().orElseThrow());
        if (dropped > 0) {
            LOG.info("{} had {} octets behind STARTTLS in the clear: not read", connection.peer(), dropped);
        }
        standing = standing.with(standing.access().offering(server.offer(connection)));
    }

    private Event answer(Question question, Mechanism mechanism) {
        Attempt attempt = new Attempt(connection.peer().getAddress(), Scope.SMTP);
        Decision decision = server.logIns().orElseThrow().answer(attempt, question);
        if (decision.answer() instanceof Answer.Denied) {
            LOG.info("wrong name or password from {}, by {}", connection.peer(), mechanism.wireName());
        }
        return new Event.HouseAnswered(decision.answer(), decision.opened().map(opened -> login(opened, mechanism)));
    }

    private static Login login(Decision.Opened opened, Mechanism mechanism) {
        Account who = opened.account();
        return new Login(who.id(), who.tenant(), who.address(), mechanism.wireName(), opened.proof());
    }

    private Event open(State.MailGiven given) {
        Bodies bodies = server.bodies();
        if (!bodies.enter()) {
            LOG.warn(
                    "{} is told to try again: as many messages are on their way in as memory allows",
                    connection.peer());
            return new Event.Crowded();
        }
        boolean opened = false;
        try {
            Event event = new Event.Opened(bodies.counted(server.intake().open(transaction(given))));
            opened = true;
            return event;
        } finally {
            if (!opened) {
                bodies.leave();
            }
        }
    }

    private Deadline messageTime() {
        return deadline(Deadline.in(server.settings().messageTime()));
    }

    private Reply verify(Effect.Verify verify) {
        Client client = client(verify.hello(), MailParameters.NONE, Optional.empty());
        RecipientAnswer answer =
                server.intake().recipient(client, new ReversePath.Null(), verify.address(), RcptParameters.NONE);
        return switch (answer) {
            case RecipientAnswer.Welcome _ ->
                SmtpReplies.verified(verify.address().toString());
            case RecipientAnswer.Refused refused -> refused.reply();
        };
    }

    private Transaction transaction(State.MailGiven given) {
        return new Transaction(
                client(given), given.mail().sender(), given.mail().parameters(), given.recipients());
    }

    private Client client(State.MailGiven given) {
        return client(given.hello(), given.mail().parameters());
    }

    private Client client(State.Hello hello, MailParameters parameters) {
        return client(hello, parameters, passage);
    }

    private Client client(State.Hello hello, MailParameters parameters, Optional<Passage> transaction) {
        Optional<TlsFacts> tls =
                connection.tls().map(under -> new TlsFacts(under.protocol(), under.cipher(), under.client()));
        Link link = new Link(
                connection.peer().getAddress(),
                server.host().role(),
                tls,
                standing.access().login());
        return new Client(
                link,
                hello.name(),
                protocol(hello, parameters, link),
                server.host().server(),
                transaction);
    }

    /** RFC 3848, RFC 6531 §4.3: S behind it for TLS, A for a log-in. */
    private static String protocol(State.Hello hello, MailParameters parameters, Link link) {
        if (!hello.extended()) {
            return "SMTP";
        }
        return (parameters.utf8() ? "UTF8SMTP" : "ESMTP")
                + (link.tls().isPresent() ? "S" : "")
                + (link.login().isPresent() ? "A" : "");
    }
}

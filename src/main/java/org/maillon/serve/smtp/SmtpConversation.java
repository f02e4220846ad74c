package org.maillon.serve.smtp;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.maillon.serve.smtp.SmtpSettings.VrfyPolicy;
import org.maillon.submit.Incoming;
import org.maillon.submit.Login;
import org.maillon.submit.RecipientAnswer;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.ChunkReader;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.SmtpReplies;
import org.maillon.wire.smtp.TextFault;
import org.maillon.wire.smtp.Verb;

/** The order of commands and the life of a transaction, as a pure function. RFC 5321 §3 and §4.1.4. */
final class SmtpConversation {
    private final SmtpHost host;
    private final SmtpSettings settings;
    private final LongSupplier maxMessageSize;
    private final Extensions extensions;
    private final LogInDialogue logIns;

    SmtpConversation(SmtpHost host, SmtpSettings settings, LongSupplier maxMessageSize) {
        this(host, settings, maxMessageSize, LogInDialogue.NONE);
    }

    SmtpConversation(SmtpHost host, SmtpSettings settings, LongSupplier maxMessageSize, LogInDialogue logIns) {
        this.host = host;
        this.settings = settings;
        this.maxMessageSize = maxMessageSize;
        this.extensions = new Extensions(settings, maxMessageSize);
        this.logIns = logIns;
    }

    Reply greeting() {
        return SmtpReplies.greeting(host.name());
    }

    Outcome step(Standing now, Event event) {
        return switch (event) {
            case Event.Said(Command command, List<String> offers) -> said(now, command, offers);
            case Event.Misread(Reply reply, boolean outOfStep) ->
                outOfStep ? overAfter(now, reply, SmtpReplies.outOfStep(host.name())) : misread(now, reply);
            case Event.Responded(ClientLine line) -> logIns.responded(now, line);
            case Event.HouseAnswered(Answer answer, Optional<Login> login) -> logIns.answered(now, answer, login);
            case Event.SenderJudged(Optional<Reply> refusal) -> senderJudged(now, refusal);
            case Event.RecipientJudged(RecipientAnswer answer) -> recipientJudged(now, answer);
            case Event.Verified(Reply reply) -> Outcome.say(now, reply);
            case Event.Opened(Incoming incoming) -> opened(now, incoming);
            case Event.TextRead(Optional<TextFault> fault) -> textRead(now, fault);
            case Event.ChunkRead(Optional<TextFault> fault) -> chunkRead(now, fault);
            case Event.Finished(Reply reply) -> finished(now, reply);
            case Event.Failed(boolean full) -> failed(now, full ? SmtpReplies.storeFull() : SmtpReplies.storeBroken());
            case Event.Crowded _ -> failed(now, SmtpReplies.crowded());
            case Event.TimedOut(Optional<TextFault> fault) -> timedOut(now, fault);
            case Event.Stopping _ -> over(now, SmtpReplies.stopping(host.name()));
            case Event.PeerGone _ -> new Outcome(now.in(new State.Over()), List.of(), forget(now.state()));
        };
    }

    // What the client says.

    /** A line of AUTH's that cannot be read ends AUTH: what the client says next is a command. */
    private Outcome misread(Standing before, Reply reply) {
        Standing now = before.state() instanceof State.Authenticating at
                ? before.in(new State.Identified(at.hello()))
                : before;
        return reply.code() == 421 ? over(now, reply) : error(now, reply);
    }

    private Outcome said(Standing before, Command command, List<String> offers) {
        Verb verb = Verb.of(command);
        Standing now =
                verb.cost() == Verb.Cost.IDLE ? before.with(before.tally().idler()) : before;
        if (now.tally().idle() > settings.maxIdleCommands()) {
            return over(now, SmtpReplies.tooManyIdleCommands(host.name()));
        } else if (!verb.isAllowedIn(now.state().phase())) {
            return outOfOrder(now, verb).andDo(swallow(command));
        }
        return switch (command) {
            case Command.Ehlo(String name) -> hello(now, new State.Hello(name, true), offers);
            case Command.Helo(String name) -> hello(now, new State.Hello(name, false), offers);
            case Command.StartTls _ -> startTls(now);
            case Command.Mail mail -> mail(now, mail);
            case Command.Rcpt rcpt -> rcpt(now, rcpt);
            case Command.Data _ -> data(now);
            case Command.Bdat bdat -> bdat(now, bdat);
            case Command.Auth auth -> auth(now, auth);
            case Command.Rset _ -> reset(now);
            case Command.Noop _ -> Outcome.say(now, SmtpReplies.done());
            case Command.Vrfy(String what) -> vrfy(now, what);
            case Command.Expn _ -> Outcome.say(now, SmtpReplies.noLists());
            case Command.Help(String topic) ->
                Outcome.say(now, SmtpReplies.help(SmtpHelp.about(topic, now, host.name())));
            case Command.Quit _ -> over(now, SmtpReplies.bye(host.name()));
        };
    }

    /**
     * RFC 2920 §3.1, RFC 3030 §2: what a client sent behind a MAIL or a chunk before it heard that this was refused is no
     * error of its own; it counts as what it comes of, a refusal.
     */
    private Outcome outOfOrder(Standing now, Verb verb) {
        Reply reply = SmtpReplies.outOfOrder(verb, SmtpHelp.next(now.state()));
        boolean behindARefusal =
                verb.cost() == Verb.Cost.MAIL && verb != Verb.MAIL && now.state() instanceof State.Identified;
        return behindARefusal ? refused(now, reply) : error(now, reply);
    }

    /** RFC 5321 §4.1.4: EHLO in the middle clears what was begun, as RSET does. */
    private Outcome hello(Standing now, State.Hello hello, List<String> offers) {
        Reply reply = hello.extended()
                ? SmtpReplies.extended(host.name(), hello.name(), extensions.keywords(now, offers))
                : SmtpReplies.hello(host.name(), hello.name());
        return Outcome.say(now.in(new State.Identified(hello)), reply).andDo(forget(now.state()));
    }

    /** RFC 3207 §4.2: all that was said before counts no more, EHLO included; our patience goes on. */
    private Outcome startTls(Standing now) {
        return switch (now.protection()) {
            case NONE -> error(now, SmtpReplies.noStartTls());
            case TLS -> error(now, SmtpReplies.underTlsAlready());
            case OFFERED ->
                new Outcome(
                        now.in(new State.Greeted()).underTls(),
                        List.of(SmtpReplies.startTls()),
                        List.of(new Effect.StartTls()));
        };
    }

    private Outcome mail(Standing before, Command.Mail mail) {
        Standing now = before.with(before.tally().mail());
        if (settings.maxMessages() > 0 && now.tally().mails() > settings.maxMessages()) {
            return over(now, SmtpReplies.tooManyMessages(host.name(), settings.maxMessages()));
        }
        State.Hello hello = now.state().hello();
        if (!now.access().mayMail()) {
            return error(now, SmtpReplies.logInFirst());
        } else if (!hello.extended() && !mail.parameters().equals(MailParameters.NONE)) {
            return error(now, SmtpReplies.extensionsNeedEhlo());
        } else if (mail.parameters().size().orElse(0) > maxMessageSize.getAsLong()) {
            return Outcome.say(now, SmtpReplies.messageTooLarge(maxMessageSize.getAsLong()));
        }
        return Outcome.act(now.in(new State.SenderAsked(hello, mail)), new Effect.AskSender(hello, mail));
    }

    private Outcome auth(Standing now, Command.Auth auth) {
        State.Hello hello = now.state().hello();
        if (!hello.extended()) {
            return outOfOrder(now, Verb.AUTH); // an extension comes with EHLO
        }
        return switch (logIns.begin(now, hello, auth)) {
            case LogInDialogue.Begun.Exchange(Outcome outcome) -> outcome;
            case LogInDialogue.Begun.Refused(Reply reply) -> error(now, reply);
        };
    }

    private Outcome rcpt(Standing now, Command.Rcpt rcpt) {
        State.MailGiven given = now.state().given();
        if (!given.hello().extended() && !rcpt.parameters().equals(RcptParameters.NONE)) {
            return error(now, SmtpReplies.extensionsNeedEhlo());
        } else if (!rcpt.ascii() && !given.readsUtf8()) {
            return error(now, SmtpReplies.needsUtf8("recipient"));
        } else if (given.recipients().size() >= settings.maxRecipients()) {
            return Outcome.say(
                    now, SmtpReplies.tooManyRecipients(settings.maxRecipients())); // who has many is no harvester
        }
        Address address = switch (rcpt.recipient()) {
            case ForwardPath.Mailbox(Address mailbox) -> mailbox;
            case ForwardPath.Postmaster _ -> host.postmaster();
        };
        return Outcome.act(
                now.in(new State.RecipientAsked(given)), new Effect.AskRecipient(given, address, rcpt.parameters()));
    }

    private Outcome data(Standing now) {
        State.MailGiven given = now.state().given();
        if (given.recipients().isEmpty()) {
            return refused(now, SmtpReplies.noRecipients()); // RFC 2920 §3.1: pipelined behind refused RCPTs
        } else if (given.mail().parameters().body() == BodyType.BINARY_MIME) {
            return error(now, SmtpReplies.binaryNeedsChunks());
        }
        return Outcome.act(now.in(new State.TextOpening(given)), new Effect.Open(given));
    }

    private Outcome bdat(Standing now, Command.Bdat bdat) {
        State.MailGiven given = now.state().given();
        if (!given.hello().extended()) {
            return error(now, SmtpReplies.extensionsNeedEhlo()).andDo(swallow(bdat));
        } else if (given.recipients().isEmpty()) {
            return refused(now, SmtpReplies.noRecipients()).andDo(swallow(bdat));
        }
        long before = now.state() instanceof State.Chunking chunking ? chunking.octets() : 0;
        if (bdat.octets() > maxMessageSize.getAsLong() - before) {
            return Outcome.say(
                            now.in(new State.Identified(given.hello())),
                            SmtpReplies.messageTooLarge(maxMessageSize.getAsLong()))
                    .andDo(forget(now.state()))
                    .andDo(swallow(bdat));
        } else if (now.state() instanceof State.Chunking chunking) {
            return Outcome.act(
                    now.in(new State.ChunkComing(chunking, bdat)), new Effect.ReadChunk(chunking.body(), bdat));
        }
        return Outcome.act(now.in(new State.ChunkOpening(given, bdat)), new Effect.Open(given));
    }

    private Outcome reset(Standing now) {
        State next = now.state() instanceof State.Greeted
                ? now.state()
                : new State.Identified(now.state().hello());
        return Outcome.say(now.in(next), SmtpReplies.reset()).andDo(forget(now.state()));
    }

    private Outcome vrfy(Standing now, String what) {
        Optional<Address> address = Address.parse(what).asOptional();
        if (settings.vrfy() == VrfyPolicy.REFUSE) {
            return Outcome.say(now, SmtpReplies.notVerified());
        } else if (!now.access().mayMail()) {
            return error(now, SmtpReplies.logInFirst()); // the door for our users tells nobody else who they are
        } else if (settings.vrfy() == VrfyPolicy.NEUTRAL || address.isEmpty() || now.state() instanceof State.Greeted) {
            return Outcome.say(now, SmtpReplies.cannotVerify());
        }
        return Outcome.act(now, new Effect.Verify(now.state().hello(), address.get()));
    }

    // What came of the effects.

    private Outcome senderJudged(Standing now, Optional<Reply> refusal) {
        if (!(now.state() instanceof State.SenderAsked(State.Hello hello, Command.Mail mail))) {
            throw misplaced(now, "SenderJudged");
        }
        return refusal.map(reply -> Outcome.say(now.in(new State.Identified(hello)), reply))
                .orElseGet(() ->
                        Outcome.say(now.in(new State.MailGiven(hello, mail, List.of())), SmtpReplies.senderTaken()));
    }

    private Outcome recipientJudged(Standing now, RecipientAnswer answer) {
        if (!(now.state() instanceof State.RecipientAsked(State.MailGiven given))) {
            throw misplaced(now, "RecipientJudged");
        }
        return switch (answer) {
            case RecipientAnswer.Welcome welcome ->
                Outcome.say(now.in(given.plus(welcome.recipient())), SmtpReplies.recipientTaken());
            case RecipientAnswer.Refused refused -> refused(now.in(given), refused.reply());
        };
    }

    private Outcome opened(Standing now, Incoming incoming) {
        return switch (now.state()) {
            case State.TextOpening(State.MailGiven given) ->
                new Outcome(
                        now.in(new State.Receiving(given, body(given, incoming))),
                        List.of(SmtpReplies.sendText()),
                        List.of(new Effect.ReadText(incoming)));
            case State.ChunkOpening(State.MailGiven given, Command.Bdat chunk) -> {
                State.Chunking chunking = new State.Chunking(given, body(given, incoming), 0);
                yield Outcome.act(
                        now.in(new State.ChunkComing(chunking, chunk)), new Effect.ReadChunk(chunking.body(), chunk));
            }
            case State.Greeted _, State.Identified _, State.SenderAsked _, State.MailGiven _, State.RecipientAsked _ ->
                throw misplaced(now, "Opened");
            case State.Receiving _, State.Chunking _, State.ChunkComing _, State.Finishing _, State.Over _ ->
                throw misplaced(now, "Opened");
            case State.Authenticating _, State.HouseAsked _ -> throw misplaced(now, "Opened");
        };
    }

    private Body body(State.MailGiven given, Incoming incoming) {
        int longest = Math.toIntExact(settings.textLine().octets());
        return new Body(incoming, new ChunkReader(given.mail().parameters().body(), longest));
    }

    private Outcome textRead(Standing now, Optional<TextFault> fault) {
        if (!(now.state() instanceof State.Receiving(State.MailGiven given, Body body))) {
            throw misplaced(now, "TextRead");
        }
        return fault.map(why -> refusedText(now, given, body, why))
                .orElseGet(() -> Outcome.act(now.in(new State.Finishing(given)), new Effect.Finish(body.incoming())));
    }

    private Outcome chunkRead(Standing now, Optional<TextFault> fault) {
        if (!(now.state() instanceof State.ChunkComing(State.Chunking before, Command.Bdat chunk))) {
            throw misplaced(now, "ChunkRead");
        }
        if (fault.isPresent()) {
            return refusedText(now, before.given(), before.body(), fault.get());
        } else if (chunk.last()) {
            Incoming incoming = before.body().incoming();
            return Outcome.act(now.in(new State.Finishing(before.given())), new Effect.Finish(incoming));
        }
        State.Chunking next = new State.Chunking(before.given(), before.body(), before.octets() + chunk.octets());
        return Outcome.say(now.in(next), SmtpReplies.chunkTaken(chunk.octets()));
    }

    private static Outcome refusedText(Standing now, State.MailGiven given, Body body, TextFault why) {
        return Outcome.say(now.in(new State.Identified(given.hello())), SmtpReplies.badText(why))
                .andDo(List.of(new Effect.Forget(body.incoming())));
    }

    /** A message taken shows good will: the counts begin anew. */
    private static Outcome finished(Standing now, Reply reply) {
        if (!(now.state() instanceof State.Finishing(State.MailGiven given))) {
            throw misplaced(now, "Finished");
        }
        State next = new State.Identified(given.hello());
        return Outcome.say(reply.isPositive() ? now.in(next).with(now.tally().anew()) : now.in(next), reply);
    }

    /** A recipient that could not be asked leaves the others be; without sender or body there is no transaction. */
    private static Outcome failed(Standing now, Reply reply) {
        return switch (now.state()) {
            case State.RecipientAsked(State.MailGiven given) -> Outcome.say(now.in(given), reply);
            case State.ChunkOpening(State.MailGiven given, Command.Bdat chunk) ->
                Outcome.say(now.in(new State.Identified(given.hello())), reply).andDo(swallow(chunk));
            case State.HouseAsked asked ->
                Outcome.say(now.in(new State.Identified(asked.hello())), SmtpReplies.cannotLogIn(Optional.empty()));
            case State.Greeted _, State.Identified _, State.Authenticating _, State.MailGiven _, State.Chunking _ ->
                Outcome.say(now, reply);
            case State.Over _ -> Outcome.say(now, reply);
            case State.SenderAsked _, State.TextOpening _, State.Receiving _, State.ChunkComing _, State.Finishing _ ->
                Outcome.say(now.in(new State.Identified(now.state().hello())), reply)
                        .andDo(forget(now.state()));
        };
    }

    private Outcome timedOut(Standing now, Optional<TextFault> fault) {
        Outcome end = over(now, SmtpReplies.tooSlow(host.name()));
        return fault.map(why -> new Outcome(
                        end.next(),
                        List.of(SmtpReplies.badText(why), end.replies().getFirst()),
                        end.effects()))
                .orElse(end);
    }

    // Counting and ending.

    private Outcome error(Standing before, Reply reply) {
        Standing now = before.with(before.tally().error());
        return now.tally().errors() < settings.maxErrors()
                ? Outcome.say(now, reply)
                : overAfter(now, reply, SmtpReplies.tooManyErrors(host.name()));
    }

    private Outcome refused(Standing before, Reply reply) {
        Standing now = before.with(before.tally().refusal());
        return now.tally().refusals() < settings.maxRefusedRecipients()
                ? Outcome.say(now, reply)
                : overAfter(now, reply, SmtpReplies.tooManyRefusals(host.name()));
    }

    private static Outcome over(Standing now, Reply last) {
        return Outcome.say(now.in(new State.Over()), last).andDo(forget(now.state()));
    }

    private static Outcome overAfter(Standing now, Reply reply, Reply last) {
        return new Outcome(now.in(new State.Over()), List.of(reply, last), forget(now.state()));
    }

    private static List<Effect> forget(State state) {
        return switch (state) {
            case State.Receiving receiving ->
                List.of(new Effect.Forget(receiving.body().incoming()));
            case State.Chunking chunking ->
                List.of(new Effect.Forget(chunking.body().incoming()));
            case State.ChunkComing coming ->
                List.of(new Effect.Forget(coming.before().body().incoming()));
            case State.Greeted _, State.Identified _, State.SenderAsked _, State.MailGiven _, State.RecipientAsked _ ->
                List.of();
            case State.TextOpening _, State.ChunkOpening _, State.Finishing _, State.Over _ -> List.of();
            case State.Authenticating _, State.HouseAsked _ -> List.of();
        };
    }

    /** RFC 3030 §2: the octets behind BDAT come whatever we say to it; they must not be read as commands. */
    private static List<Effect> swallow(Command command) {
        return command instanceof Command.Bdat bdat ? List.of(new Effect.Swallow(bdat.octets())) : List.of();
    }

    private static IllegalStateException misplaced(Standing now, String event) {
        return new IllegalStateException(event + " in " + now.state());
    }
}

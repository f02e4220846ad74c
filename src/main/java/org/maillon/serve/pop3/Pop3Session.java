package org.maillon.serve.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Account;
import org.maillon.hosting.Attempt;
import org.maillon.hosting.Decision;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Scope;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Bytes;
import org.maillon.mailbox.Folder;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Message;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;
import org.maillon.serve.net.Input;
import org.maillon.serve.net.TlsLink;
import org.maillon.store.StoreException;
import org.maillon.wire.pop3.Maildrop;
import org.maillon.wire.pop3.Pop3Access;
import org.maillon.wire.pop3.Pop3Command;
import org.maillon.wire.pop3.Pop3Core;
import org.maillon.wire.pop3.Pop3Effect;
import org.maillon.wire.pop3.Pop3Facts;
import org.maillon.wire.pop3.Pop3Grammar;
import org.maillon.wire.pop3.Pop3Reply;
import org.maillon.wire.pop3.Pop3State;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client, from greeting to farewell. */
final class Pop3Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Session.class);
    private static final byte[] END_OF_LINES = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE = 1000;
    private static final int CRLF = 2;

    private final Pop3Protocol protocol;
    private final Pop3Settings settings;
    private final Mailboxes mailboxes;
    private final Connection connection;
    private Pop3Core core;
    private Pop3State state = Pop3Core.start();
    private Optional<AccountId> granted = Optional.empty(); // by the house, until the mailbox is open
    private Optional<AccountId> account = Optional.empty();

    Pop3Session(Pop3Protocol protocol, Connection connection) {
        this.protocol = protocol;
        this.settings = protocol.settings();
        this.mailboxes = protocol.mailboxes();
        this.connection = connection;
        this.core = core();
    }

    private Pop3Core core() {
        LogIns logIns = protocol.logIns();
        boolean tls = connection.tls().isPresent();
        boolean guarded = tls || connection.peer().getAddress().isLoopbackAddress();
        boolean stls = !tls && protocol.startTls().isPresent();
        Optional<Bytes> exporter =
                connection.tls().flatMap(TlsLink::channelBinding).map(Bytes::wrap);
        List<Mechanism> offered = logIns.offered(guarded, exporter);
        Pop3Facts facts = new Pop3Facts(
                guarded, settings.wrongPasswords(), settings.errors(), stls, new Pop3Facts.Sasl(offered, exporter));
        return new Pop3Core(facts, () -> logIns.facts(offered, exporter));
    }

    void run() throws IOException {
        say(Pop3Reply.greeting(protocol.host()));
        while (!(state instanceof Pop3State.Closed)) {
            switch (connection.readLine(longestLine(), Deadline.in(settings.idleTime()))) {
                case Input.Line line -> perform(step(line));
                case Input.Broken(Input.Fault fault) -> perform(core.refuse(state, reply(fault)));
                case Input.TimedOut _ -> sayLast(Pop3Reply.idleTooLong());
                case Input.Stopping _ -> sayLast(Pop3Reply.shuttingDown());
                case Input.Closed _ -> state = new Pop3State.Closed();
            }
        }
    }

    /** Log-ins may bring long lines (RFC 5034 §4), and only they. */
    private int longestLine() {
        return account.isEmpty() ? protocol.longestLogIn() : settings.commandOctets();
    }

    private Pop3Core.Outcome step(Input.Line line) {
        if (state instanceof Pop3State.Authenticating at) {
            return core.hear(at, ClientLine.read(line.octets(), line.from(), line.to()));
        }
        Pop3Command command = command(line);
        boolean tooLong = line.to() - line.from() + CRLF > settings.commandOctets();
        return tooLong && !(command instanceof Pop3Command.Auth)
                ? core.refuse(state, Pop3Reply.lineTooLong(settings.commandOctets()))
                : core.step(state, command);
    }

    @Override
    public void close() {
        account.ifPresent(protocol::leave);
        account = Optional.empty();
        granted = Optional.empty();
    }

    private static Pop3Command command(Input.Line line) {
        return Pop3Grammar.parse(Bytes.wrap(Arrays.copyOfRange(line.octets(), line.from(), line.to())));
    }

    private Pop3Reply reply(Input.Fault fault) {
        return switch (fault) {
            case TOO_LONG -> Pop3Reply.lineTooLong(settings.commandOctets());
            case BARE_LF, BARE_CR -> Pop3Reply.brokenLine();
        };
    }

    private void perform(Pop3Core.Outcome outcome) throws IOException {
        state = outcome.next();
        switch (outcome.effect()) {
            case Pop3Effect.Say(Pop3Reply reply) -> say(reply);
            case Pop3Effect.SayAndClose(Pop3Reply reply) -> say(reply);
            case Pop3Effect.StartTls(Pop3Reply reply) -> startTls(reply);
            case Pop3Effect.Show show -> show(show);
            case Pop3Effect.Send send -> send(send);
            case Pop3Effect.Ask(Question question) -> perform(core.answered(state, answer(question)));
            case Pop3Effect.Enter _ -> perform(core.access(state, enter()));
            case Pop3Effect.Commit _ -> commit();
        }
    }

    private void startTls(Pop3Reply reply) throws IOException {
        say(reply);
        int dropped = connection.startTls(protocol.startTls().orElseThrow());
        if (dropped > 0) {
            LOG.info("{} had {} octets behind STLS in the clear: not read", connection.peer(), dropped);
        }
        core = core();
    }

    private void say(Pop3Reply reply) throws IOException {
        connection.write(Pop3Protocol.line(reply));
    }

    private void sayLast(Pop3Reply reply) throws IOException {
        say(reply);
        state = new Pop3State.Closed();
    }

    private void show(Pop3Effect.Show show) throws IOException {
        say(show.reply());
        Iterator<String> lines = show.lines().iterator();
        while (lines.hasNext()) {
            connection.write((lines.next() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        connection.write(END_OF_LINES);
    }

    private void send(Pop3Effect.Send send) throws IOException {
        MessageSender sender = new MessageSender(connection, mailboxes);
        try {
            Optional<Message> message = mailboxes.message(account.orElseThrow(), FolderId.INBOX, send.uid());
            if (message.isEmpty() || !sender.send(message.get(), send)) {
                say(Pop3Reply.gone(send.number()));
            }
        } catch (StoreException e) {
            LOG.error("message {} of account {} cannot be read", send.uid(), account.orElseThrow(), e);
            if (sender.hasBegun()) {
                throw new IOException("the store failed in the middle of a message", e);
            }
            say(Pop3Reply.storeFailed());
        }
    }

    private Answer answer(Question question) {
        try {
            Attempt attempt = new Attempt(connection.peer().getAddress(), Scope.POP3);
            Decision decision = protocol.logIns().answer(attempt, question);
            granted = decision.account().map(Account::id);
            if (decision.answer() instanceof Answer.Denied) {
                LOG.info("wrong name or password from {}", connection.peer());
                protocol.pauseAfterWrongPassword();
            }
            return decision.answer();
        } catch (StoreException e) {
            LOG.error("log-in from {} failed", connection.peer(), e);
            return new Answer.Later();
        }
    }

    private Pop3Access enter() {
        try {
            AccountId owner = granted.orElseThrow();
            if (!protocol.enter(owner)) {
                return new Pop3Access.InUse();
            }
            account = granted;
            return new Pop3Access.Granted(maildrop(owner));
        } catch (StoreException e) {
            LOG.error("the mailbox for {} cannot be opened", connection.peer(), e);
            close();
            return new Pop3Access.Unavailable();
        }
    }

    private Maildrop maildrop(AccountId owner) {
        Folder inbox = mailboxes.folder(owner, FolderId.INBOX).orElseThrow();
        Maildrop.Gathering gathering = Maildrop.gather(inbox.uidValidity());
        long first = 0;
        while (gathering.count() < settings.messages()) {
            int page = Math.min(PAGE, settings.messages() - gathering.count());
            List<Message> messages = mailboxes.list(owner, FolderId.INBOX, first, Long.MAX_VALUE, page);
            messages.forEach(message -> gathering.add(message.uid(), message.size()));
            if (messages.size() < page) {
                break;
            }
            first = messages.getLast().uid() + 1;
        }
        return gathering.done();
    }

    private void commit() throws IOException {
        if (!(state instanceof Pop3State.Update(List<Long> uids))) {
            throw new IllegalStateException("nothing to commit in " + state);
        }
        try {
            mailboxes.expunge(account.orElseThrow(), FolderId.INBOX, uids);
            close();
            sayLast(Pop3Reply.deleted(uids.size()));
        } catch (StoreException e) {
            LOG.error("messages of account {} cannot be deleted", account.orElseThrow(), e);
            sayLast(Pop3Reply.notDeleted());
        }
    }
}

package org.maillon.serve.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.maillon.hosting.LogIns;
import org.maillon.kernel.Bytes;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Protocol;
import org.maillon.serve.net.TlsLink;
import org.maillon.submit.Intake;
import org.maillon.submit.ListenerRole;
import org.maillon.wire.smtp.CommandParser;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.ReplyWriter;
import org.maillon.wire.smtp.SmtpReplies;

/** SMTP for a listener. */
public final class SmtpServer implements Protocol {
    private final SmtpHost host;
    private final SmtpSettings settings;
    private final LongSupplier maxMessageSize;
    private final SmtpConversation conversation;
    private final CommandParser parser;
    private final Intake intake;
    private final Bodies bodies;
    private final Optional<LogIns> logIns;
    private final Predicate<InetAddress> newcomers;

    /** @param maxMessageSize in octets, as it holds just now: what EHLO offers and MAIL is held to; the message itself is held to it by the intake */
    public SmtpServer(SmtpHost host, SmtpSettings settings, LongSupplier maxMessageSize, Intake intake) {
        this(
                host,
                settings,
                maxMessageSize,
                intake,
                Bodies.of(settings, Runtime.getRuntime().maxMemory()));
    }

    /** @param bodies shared by the listeners of a process */
    public SmtpServer(SmtpHost host, SmtpSettings settings, LongSupplier maxMessageSize, Intake intake, Bodies bodies) {
        this.host = host;
        this.settings = settings;
        this.maxMessageSize = maxMessageSize;
        this.intake = intake;
        this.bodies = bodies;
        this.logIns = Optional.empty();
        conversation = new SmtpConversation(host, settings, maxMessageSize);
        parser = new CommandParser(settings.spaceAfterColon());
        newcomers = _ -> false;
    }

    private SmtpServer(SmtpServer like, Predicate<InetAddress> newcomers) {
        this.host = like.host;
        this.settings = like.settings;
        this.maxMessageSize = like.maxMessageSize;
        this.intake = like.intake;
        this.bodies = like.bodies;
        this.logIns = like.logIns;
        this.conversation = like.conversation;
        this.parser = like.parser;
        this.newcomers = newcomers;
    }

    /** The same, with some clients that are greeted late, and sent away where they speak before that. */
    public SmtpServer makingWait(Predicate<InetAddress> newcomers) {
        return new SmtpServer(this, newcomers);
    }

    boolean makesWait(InetAddress client) {
        return newcomers.test(client);
    }

    private SmtpServer(SmtpServer like, LogIns logIns) {
        this.host = like.host;
        this.settings = like.settings;
        this.maxMessageSize = like.maxMessageSize;
        this.intake = like.intake;
        this.bodies = like.bodies;
        this.parser = like.parser;
        this.newcomers = like.newcomers;
        this.logIns = Optional.of(logIns);
        LogInDialogue dialogue =
                new LogInDialogue(host.name(), logIns.settings().wrongPasswords(), logIns::facts);
        conversation = new SmtpConversation(host, settings, maxMessageSize, dialogue);
    }

    /** The same for clients that can log in. */
    public SmtpServer admitting(LogIns newLogIns) {
        return new SmtpServer(this, newLogIns);
    }

    Optional<LogIns> logIns() {
        return logIns;
    }

    /** The longest command line while somebody may log in (RFC 4954 §4). */
    int longestLogIn() {
        int usual = Math.toIntExact(settings.commandLine().octets());
        return logIns.map(here ->
                        Math.max(usual, Math.toIntExact(here.settings().line().octets())))
                .orElse(usual);
    }

    /** What a connection offers: nothing where somebody could listen, TLS or loopback aside. */
    LogInOffer offer(Connection connection) {
        boolean isPrivate =
                connection.tls().isPresent() || connection.peer().getAddress().isLoopbackAddress();
        boolean submission = host.role() == ListenerRole.SUBMISSION;
        Optional<Bytes> exporter =
                connection.tls().flatMap(TlsLink::channelBinding).map(Bytes::wrap);
        return logIns.filter(here -> submission || here.settings().onMx())
                .map(here -> new LogInOffer(true, submission, here.offered(isPrivate, exporter), exporter))
                .orElse(LogInOffer.NONE);
    }

    SmtpHost host() {
        return host;
    }

    SmtpSettings settings() {
        return settings;
    }

    SmtpConversation conversation() {
        return conversation;
    }

    CommandParser parser() {
        return parser;
    }

    Intake intake() {
        return intake;
    }

    Bodies bodies() {
        return bodies;
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public void converse(Connection connection) throws IOException {
        new SmtpSession(this, connection).run();
    }

    @Override
    public byte[] farewell(Farewell why) {
        Reply reply = switch (why) {
            case SERVER_FULL -> SmtpReplies.full(host.name());
            case ADDRESS_FULL -> SmtpReplies.addressFull(host.name());
            case STOPPING -> SmtpReplies.stopping(host.name());
            case TLS_FIRST -> SmtpReplies.tlsFirst(host.name());
            case BROKEN -> SmtpReplies.broken(host.name());
        };
        return ReplyWriter.write(reply, false);
    }
}

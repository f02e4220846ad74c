package org.maillon.serve.smtp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Protocol;
import org.maillon.submit.Intake;
import org.maillon.wire.smtp.CommandParser;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.ReplyWriter;
import org.maillon.wire.smtp.SmtpReplies;

/** SMTP for a listener. */
public final class SmtpServer implements Protocol {
    private final SmtpHost host;
    private final SmtpSettings settings;
    private final SmtpConversation conversation;
    private final CommandParser parser;
    private final Intake intake;
    private final Bodies bodies;

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
        this.intake = intake;
        this.bodies = bodies;
        conversation = new SmtpConversation(host, settings, maxMessageSize);
        parser = new CommandParser(settings.spaceAfterColon());
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

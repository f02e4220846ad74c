package org.maillon.serve.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.id.AccountId;
import org.maillon.mailbox.Mailboxes;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Protocol;
import org.maillon.serve.net.TlsServer;
import org.maillon.wire.pop3.Pop3Reply;

/** POP3, for as many listeners as there are: one object holds the lock on each mailbox for all of them. */
public final class Pop3Protocol implements Protocol {
    private final String host;
    private final LogIns logIns;
    private final Mailboxes mailboxes;
    private final Pop3Settings settings;
    private final Consumer<Duration> pause;
    private final Optional<TlsServer> startTls;
    private final Set<AccountId> open;

    /**
     * @param host our name, for the greeting
     * @param pause lets that much time go by, on the session's thread
     */
    public Pop3Protocol(
            String host, LogIns logIns, Mailboxes mailboxes, Pop3Settings settings, Consumer<Duration> pause) {
        this.host = host;
        this.logIns = logIns;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.pause = pause;
        this.startTls = Optional.empty();
        this.open = ConcurrentHashMap.newKeySet();
    }

    private Pop3Protocol(Pop3Protocol like, Optional<TlsServer> startTls) {
        this.host = like.host;
        this.logIns = like.logIns;
        this.mailboxes = like.mailboxes;
        this.settings = like.settings;
        this.pause = like.pause;
        this.startTls = startTls;
        this.open = like.open;
    }

    /** The same mailboxes, for a listener where STLS begins TLS. */
    public Pop3Protocol offering(TlsServer tls) {
        return new Pop3Protocol(this, Optional.of(tls));
    }

    @Override
    public String name() {
        return "pop3";
    }

    @Override
    public void converse(Connection connection) throws IOException {
        try (Pop3Session session = new Pop3Session(this, connection)) {
            session.run();
        }
    }

    @Override
    public byte[] farewell(Farewell why) {
        Pop3Reply reply = switch (why) {
            case SERVER_FULL, ADDRESS_FULL -> Pop3Reply.busy();
            case STOPPING -> Pop3Reply.shuttingDown();
            case TLS_FIRST -> Pop3Reply.tlsFirst();
            case BROKEN -> Pop3Reply.broken();
        };
        return line(reply);
    }

    static byte[] line(Pop3Reply reply) {
        return (reply + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    String host() {
        return host;
    }

    LogIns logIns() {
        return logIns;
    }

    int longestLogIn() {
        return Math.max(
                settings.commandOctets(),
                Math.toIntExact(logIns.settings().line().octets()));
    }

    /** Empty where there is none, or it comes first. */
    Optional<TlsServer> startTls() {
        return startTls;
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    Pop3Settings settings() {
        return settings;
    }

    void pauseAfterWrongPassword() {
        pause.accept(settings.wrongPasswordPause());
    }

    /** RFC 1939 §4: one session has a mailbox to itself. Every true is followed by one {@link #leave}. */
    boolean enter(AccountId account) {
        return open.add(account);
    }

    void leave(AccountId account) {
        open.remove(account);
    }
}

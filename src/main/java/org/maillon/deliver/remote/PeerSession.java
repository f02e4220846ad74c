package org.maillon.deliver.remote;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.maillon.deliver.remote.PeerLostException.Kind;
import org.maillon.kernel.Durations;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.TlsClient;
import org.maillon.kernel.net.TlsSession;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.CommandWriter;
import org.maillon.wire.smtp.client.PeerExtensions;
import org.maillon.wire.smtp.client.ReplyReader;

/** A conversation with one peer: say, then hear. What is said is gathered and leaves in one write when we begin to listen. */
final class PeerSession {
    private static final int HEARD_AT_ONCE = 2048;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** What is kept of a reply, which goes on to each of a thousand recipients, their rows and notices: explanations with a link or two fit. */
    private static final int MOST_LINES = 20;

    private static final int MOST_CHARACTERS = 1500;

    private final SessionKey key;
    private final Connection connection;
    private final RemotePolicy policy;
    private final ReplyReader reader;
    private final SessionOutput out;
    private final CommandWriter commands = new CommandWriter();
    private final byte[] heard = new byte[HEARD_AT_ONCE];
    private int heardFrom;
    private int heardTo;

    private Watch watch;
    private PeerExtensions extensions = PeerExtensions.NONE;
    private final Instant opened;
    private Instant lastUsed;
    private int transactions;
    private boolean transactionOpen;
    private boolean reused;
    private boolean proven;
    private int mostTaken = Integer.MAX_VALUE;
    private int fullAt;
    private int fullIn;
    private Optional<HeardEnvelope> heardEnvelope = Optional.empty();
    private Optional<String> secured = Optional.empty();

    PeerSession(SessionKey key, Connection connection, RemotePolicy policy, Watch watch) {
        this.key = key;
        this.connection = connection;
        this.policy = policy;
        this.watch = watch;
        this.reader = new ReplyReader(policy.settings().replyLimits());
        this.out = new SessionOutput(connection, this::blockWatch);
        this.opened = watch.clock().instant();
        this.lastUsed = opened;
    }

    SessionKey key() {
        return key;
    }

    Hop hop() {
        return key.hop();
    }

    boolean isLmtp() {
        return hop().protocol() == Route.Protocol.LMTP;
    }

    boolean isTlsFromTheStart() {
        return hop().protocol() == Route.Protocol.SMTPS;
    }

    /** Octets have come that nobody has listened to. */
    boolean hasUnheard() {
        return heardFrom < heardTo || reader.isInReply();
    }

    /** All that was said before is void (RFC 3207 §4.2). */
    TlsSession startTls(TlsClient wanted) throws IOException {
        extensions = PeerExtensions.NONE;
        return connection.startTls(
                wanted, watch.within(policy.timeouts().starttls()).left());
    }

    /** @param how it was verified, in words */
    void isSecured(TlsSession tls, String how) {
        secured = Optional.of(tls.protocol() + " (" + tls.cipher() + ", " + how + ")");
    }

    boolean isSecured() {
        return secured.isPresent();
    }

    PeerExtensions extensions() {
        return extensions;
    }

    void extensions(PeerExtensions offered) {
        extensions = offered;
    }

    /** Taken from the pool for another message. */
    void reuse(Watch next) {
        watch = next;
        reused = true;
        proven = false;
    }

    /** A reused session that has not answered MAIL since: it may have died while it lay idle, which is nobody's fault. */
    boolean isUntried() {
        return reused && !proven;
    }

    /** It has answered MAIL: it lives. */
    void proves() {
        proven = true;
    }

    /** What is appended here is said before the next {@link #hear}. */
    CommandWriter commands() {
        return commands;
    }

    /** For the body. Commands gathered before it go first. */
    SessionOutput body() throws IOException {
        out.write(commands.take());
        return out;
    }

    /** Says what was gathered, then waits for one whole reply. */
    Reply hear(Awaited awaited) throws PeerLostException {
        say();
        try {
            return listen(awaited, watch.within(policy.timeouts().of(awaited)));
        } catch (PeerLostException e) {
            throw e;
        } catch (SocketTimeoutException _) {
            String time = Durations.format(watch.patience(policy.timeouts().of(awaited)));
            String how = reader.isInReply() ? "did not finish " : "did not send ";
            throw new PeerLostException(Kind.TIMED_OUT, how + awaited + " within " + time);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void say() throws PeerLostException {
        try {
            body().flush();
        } catch (SocketTimeoutException _) {
            throw new PeerLostException(Kind.TIMED_OUT, "took in nothing of what we sent");
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static PeerLostException broken(IOException e) {
        return new PeerLostException(Kind.BROKEN, "broke the connection (" + e.getMessage() + ")");
    }

    /** What a peer said before it hung up on us in the middle of our words; nothing more is sent. */
    Optional<Reply> lastWords() {
        try {
            return Optional.of(listen(Awaited.BODY, watch.within(LAST_WORDS)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Reply listen(Awaited awaited, Watch patience) throws IOException {
        while (true) {
            heardFrom += reader.feed(heard, heardFrom, heardTo);
            var finding = reader.take();
            if (finding.isPresent()) {
                return switch (finding.get()) {
                    case ReplyReader.Whole(Reply reply) -> bounded(reply, awaited);
                    case ReplyReader.Malformed(String why) ->
                        throw new PeerLostException(Kind.GARBLED, "sent, for " + awaited + ", " + why);
                };
            }
            heardFrom = 0;
            heardTo = Math.max(0, connection.read(heard, patience.left()));
            if (heardTo == 0) {
                throw new PeerLostException(Kind.BROKEN, "closed the connection before " + awaited);
            }
        }
    }

    /** All but the list of extensions, of which nobody but the session hears. */
    private static Reply bounded(Reply reply, Awaited awaited) {
        boolean isExtensions = awaited == Awaited.HELLO && reply.isPositive();
        return isExtensions ? reply : reply.shortened(MOST_LINES, MOST_CHARACTERS);
    }

    private Watch blockWatch() {
        return watch.within(policy.timeouts().block());
    }

    /** MAIL goes out. */
    void transactionBegins() {
        transactions++;
        transactionOpen = true;
    }

    /** This transaction is full with so many recipients (RFC 5321 §4.5.3.1.10). Two that are full with as many: that is its bound. */
    void isFullWith(int recipients) {
        if (fullIn == transactions) {
            return;
        }
        if (fullAt == recipients) {
            mostTaken = recipients;
        }
        fullAt = recipients;
        fullIn = transactions;
    }

    int mostTaken() {
        return mostTaken;
    }

    /** The peer has answered the body, or RSET: it waits for MAIL. */
    void transactionEnds() {
        transactionOpen = false;
        heardEnvelope = Optional.empty();
    }

    /** In the open transaction, which waits for its body or for more recipients. */
    Optional<HeardEnvelope> heard() {
        return heardEnvelope;
    }

    boolean hasHeardRecipients() {
        return heardEnvelope
                .filter(envelope -> !envelope.recipients().isEmpty())
                .isPresent();
    }

    void hears(HeardEnvelope envelope) {
        heardEnvelope = Optional.of(envelope);
    }

    void adds(HeardEnvelope.Heard recipient) {
        heardEnvelope = heardEnvelope.map(envelope -> envelope.plus(recipient));
    }

    /** Nothing may follow what it has heard: the transaction needs a RSET. */
    void forgets() {
        heardEnvelope = Optional.empty();
    }

    /** Whether RSET must come before the next MAIL (RFC 5321 §4.1.1.5). */
    boolean needsReset() {
        return transactionOpen;
    }

    boolean takesAnother() {
        Instant now = watch.clock().instant();
        int most = Math.min(
                policy.reuse().transactions(), extensions.limits().messages().orElse(Integer.MAX_VALUE));
        return transactions == 0
                || transactions < most && opened.plus(policy.reuse().age()).isAfter(now);
    }

    void lieIdle() {
        lastUsed = watch.clock().instant();
    }

    boolean hasLainTooLong(InstantSource clock) {
        return lastUsed.plus(policy.reuse().idleTime()).isBefore(clock.instant());
    }

    /** Says good-bye as RFC 5321 §4.1.1.10 asks, on a thread of its own: nobody waits for it. */
    Thread quit() {
        try {
            return Thread.startVirtualThread(this::sayQuit);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Ends the transaction that is open, if one is; false where the peer is of no more use. Blocks as long as for QUIT. */
    boolean reset() {
        if (!transactionOpen) {
            return true;
        }
        watch = Watch.over(watch.clock(), policy.timeouts().quit());
        try {
            commands.take();
            commands.rset();
            boolean done = hear(Awaited.RESET).code() / 100 == 2;
            transactionEnds();
            return done;
        } catch (PeerLostException _) {
            return false;
        }
    }

    private void sayQuit() {
        try {
            watch = Watch.over(watch.clock(), policy.timeouts().quit());
            commands.take(); // nothing half said goes out any more
            commands.quit();
            hear(Awaited.QUIT);
        } catch (PeerLostException _) {
            // it hung up first
        } finally {
            close();
        }
    }

    void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return hop() + secured.map(tls -> " over " + tls).orElse("");
    }
}

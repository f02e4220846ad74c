package org.maillon.serve.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.maillon.kernel.net.ReadDeadlines;
import org.maillon.kernel.net.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections on one address and port, each to a virtual thread of its own. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** RFC 8446 §6: a record of TLS 1.2 with a fatal alert, for none other says "come back". */
    private static final byte[] INTERNAL_ERROR_ALERT = {21, 3, 3, 0, 2, 2, 80};

    private final ServerSocket server;
    private final ListenerSettings settings;
    private final Turnstile turnstile;
    private final Protocol protocol;
    private final Optional<TlsServer> tlsFirst;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong served = new AtomicLong();
    private final ReadDeadlines deadlines = ReadDeadlines.start();
    private final Semaphore turningAway = new Semaphore(256);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<Rounds> watching = Optional.empty();
    private Optional<Deadline> complained = Optional.empty(); // until then, of the accepting thread

    private Listener(
            ServerSocket server,
            ListenerSettings settings,
            Turnstile turnstile,
            Protocol protocol,
            Optional<TlsServer> tlsFirst) {
        this.server = server;
        this.settings = settings;
        this.turnstile = turnstile;
        this.protocol = protocol;
        this.tlsFirst = tlsFirst;
    }

    /** Takes the port; clients that connect wait until {@link #start}. */
    public static Listener bind(ListenerSettings settings, Turnstile turnstile, Protocol protocol)
            throws CannotListenException {
        return new Listener(ServerPort.open(settings), settings, turnstile, protocol, Optional.empty());
    }

    /** As {@link #bind}, for clients that begin with TLS (RFC 8314 §3). */
    public static Listener bindUnderTls(
            ListenerSettings settings, Turnstile turnstile, Protocol protocol, TlsServer tls)
            throws CannotListenException {
        return new Listener(ServerPort.open(settings), settings, turnstile, protocol, Optional.of(tls));
    }

    /** The port in use; the one of the settings, unless that is 0. */
    public int port() {
        return server.getLocalPort();
    }

    public void start() {
        Thread.ofVirtual().name(protocol.name() + "-accept").start(this::accept);
        watching = Optional.of(watch());
        LOG.info("{} listens on {} port {}", protocol.name(), settings.address(), port());
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void accept() {
        while (!isStopping()) {
            try {
                welcome(server.accept());
            } catch (SocketException e) {
                if (!isStopping()) {
                    rest(e);
                }
            } catch (IOException | RuntimeException | Error e) {
                rest(e); // whatever it is: a listener that ends here is a server that nobody reaches any more
            }
        }
    }

    /** Out of file descriptors or memory, most likely: the clients that leave will free some. */
    private void rest(Throwable e) {
        try {
            if (complained.isEmpty() || complained.get().millisLeft() <= 0) {
                complained = Optional.of(Deadline.in(BETWEEN_COMPLAINTS));
                LOG.warn("{} cannot take a connection: {}", protocol.name(), e.toString());
            }
        } catch (OutOfMemoryError _) {
            // not even for that
        }
        try {
            pause(PAUSE);
        } catch (OutOfMemoryError _) {
            Thread.onSpinWait(); // to sleep takes memory
        }
    }

    private void pause(Duration time) {
        try {
            var _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(Socket socket) throws IOException {
        Connection connection;
        try {
            connection = connection(socket);
        } catch (IOException e) {
            socket.close();
            LOG.debug("{} client gone before it was greeted: {}", protocol.name(), e.toString());
            return;
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
        try {
            admit(connection);
        } catch (IOException | RuntimeException | Error e) {
            connection.cut();
            throw e;
        }
    }

    private Connection connection(Socket socket) throws IOException {
        SocketTransport transport = new SocketTransport(socket, deadlines);
        try {
            return new Connection(transport);
        } catch (RuntimeException | Error e) {
            transport.cut(); // its reads are watched already
            throw e;
        }
    }

    private void admit(Connection connection) throws IOException {
        String name = protocol.name() + "-" + served.incrementAndGet();
        if (turnstile.enter()) {
            boolean begun = false;
            try {
                Thread.ofVirtual().name(name).start(() -> inside(connection));
                begun = true;
            } finally {
                if (!begun) {
                    turnstile.leave();
                }
            }
        } else {
            LOG.warn(
                    "{} is full with {} sessions; {} is told to come back",
                    protocol.name(),
                    turnstile.inside(),
                    connection.peer());
            turnAway(connection, name);
        }
    }

    /** A flood of clients gets its sentence too, only without our waiting until each has read it. */
    private void turnAway(Connection connection, String name) throws IOException {
        if (turningAway.tryAcquire()) {
            boolean begun = false;
            try {
                Thread.ofVirtual().name(name).start(() -> sendOff(connection));
                begun = true;
            } finally {
                if (!begun) {
                    turningAway.release();
                }
            }
            return;
        }
        try {
            connection.write(farewell(connection, Farewell.SERVER_FULL));
            connection.flush();
        } catch (IOException e) {
            LOG.debug("{} {} did not wait for our farewell: {}", protocol.name(), connection.peer(), e.toString());
        } finally {
            connection.cut();
        }
    }

    private void sendOff(Connection connection) {
        try {
            dismiss(connection, Farewell.SERVER_FULL);
        } finally {
            turningAway.release();
        }
    }

    private void inside(Connection connection) {
        open.add(connection);
        try {
            if (isStopping()) {
                dismiss(connection, Farewell.STOPPING);
            } else if (!settings.proxyProtocol() || readProxyHeader(connection)) {
                insideByAddress(connection);
            }
        } catch (IOException e) {
            LOG.debug("{} {} went away: {}", protocol.name(), connection.peer(), e.toString());
        } finally {
            connection.cut();
            open.remove(connection);
            turnstile.leave();
        }
    }

    private void insideByAddress(Connection connection) {
        InetAddress address = connection.peer().getAddress();
        if (!turnstile.enter(address)) {
            LOG.info("{} has as many sessions as one address may; it is told to come back", address.getHostAddress());
            dismiss(connection, Farewell.ADDRESS_FULL);
            return;
        }
        try {
            if (tlsFirst.isEmpty() || isUnderTls(connection, tlsFirst.get())) {
                converse(connection);
            }
        } finally {
            turnstile.leave(address);
        }
    }

    /** Who speaks in the clear, or waits for us to, gets an answer in the clear. */
    private boolean isUnderTls(Connection connection, TlsServer tls) {
        try {
            connection.beginUnderTls(tls);
            return true;
        } catch (TlsFailedException e) {
            LOG.debug("{} {}: no TLS: {}", protocol.name(), connection.peer(), e.getMessage());
            switch (e.why()) {
                case NO_TLS, SILENCE -> say(connection, protocol.farewell(Farewell.TLS_FIRST));
                case TOO_LONG, REFUSED, GONE -> connection.close();
            }
        } catch (IOException e) {
            LOG.debug("{} {} went away: {}", protocol.name(), connection.peer(), e.toString());
        }
        return false;
    }

    /** What a peer does is no event of ours (debug); what we did wrong is (error), and its client hears of it. */
    private void converse(Connection connection) {
        try {
            protocol.converse(connection);
            connection.close();
        } catch (IOException e) {
            LOG.debug("{} {} went away: {}", protocol.name(), connection.peer(), e.toString());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.error("{} with {} ended by a fault of ours", protocol.name(), connection.peer(), e);
            dismiss(connection, Farewell.BROKEN);
        }
    }

    private void dismiss(Connection connection, Farewell why) {
        say(connection, farewell(connection, why));
    }

    /** A client that expects TLS and is not let in that far hears it in TLS's own words. */
    private byte[] farewell(Connection connection, Farewell why) {
        return tlsFirst.isPresent() && connection.tls().isEmpty() ? INTERNAL_ERROR_ALERT : protocol.farewell(why);
    }

    private void say(Connection connection, byte[] farewell) {
        try {
            connection.write(farewell);
            connection.close();
        } catch (IOException e) {
            LOG.debug("{} {} did not wait for our farewell: {}", protocol.name(), connection.peer(), e.toString());
            connection.cut();
        }
    }

    private boolean readProxyHeader(Connection connection) throws IOException {
        Deadline deadline = Deadline.in(turnstile.bounds().proxyHeaderTime());
        while (true) {
            switch (ProxyHeader.read(connection.octets(), connection.from(), connection.to())) {
                case ProxyHeader.Outcome.Read read -> {
                    connection.consume(read.length());
                    read.client().ifPresent(connection::peer);
                    return true;
                }
                case ProxyHeader.Outcome.Bad bad -> {
                    return noProxyHeader(connection, bad.why());
                }
                case ProxyHeader.Outcome.MoreNeeded _ -> {
                    if (connection.fill(deadline) != Connection.Filled.SOME) {
                        return noProxyHeader(connection, "it did not come whole in time");
                    }
                }
            }
        }
    }

    private boolean noProxyHeader(Connection connection, String why) {
        LOG.warn("{} {} sent no good PROXY header and is cut off: {}", protocol.name(), connection.peer(), why);
        return false;
    }

    /** Cuts those who do not read what we write: a blocked write has no deadline of its own. */
    private Rounds watch() {
        long patience = turnstile.bounds().writeTime().toNanos();
        Duration interval = Duration.ofNanos(Math.min(WATCH.toNanos(), patience / 2));
        return Rounds.start(
                protocol.name() + "-watch",
                interval,
                () -> cutWhoHasNotReadFor(patience),
                e -> LOG.error("those who do not read our replies could not be looked through; tried again", e));
    }

    private void cutWhoHasNotReadFor(long nanos) {
        for (Connection connection : open) {
            if (connection.hasBeenWritingFor(nanos)) {
                LOG.info("{} {} does not read our replies and is cut off", protocol.name(), connection.peer());
                connection.cut();
            }
        }
    }

    /**
     * Takes no more connections, says goodbye to those that wait, lets commands and bodies that run end within the grace
     * period, then cuts. Returns when nobody is left.
     */
    public void stop(Duration grace) {
        stopping.countDown();
        watching.ifPresent(Rounds::close);
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the listener: {}", e.toString());
        }
        open.forEach(Connection::stop);
        if (!awaitEmpty(Deadline.in(grace))) {
            open.forEach(Connection::stopReading);
            var _ = awaitEmpty(Deadline.in(LAST_WORDS));
            open.forEach(Connection::cut);
        }
        deadlines.close();
    }

    private boolean awaitEmpty(Deadline deadline) {
        while (!open.isEmpty() && deadline.millisLeft() > 0) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return open.isEmpty();
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}

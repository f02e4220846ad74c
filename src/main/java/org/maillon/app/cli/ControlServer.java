package org.maillon.app.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.maillon.app.wiring.Maillon;
import org.maillon.app.wiring.OwnFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs verbs for the command line of the user who owns the server. Three locks: the folder and the socket are open to their
 * owner alone, and the system is asked who calls. Time, size and number of requests are bounded.
 */
final class ControlServer implements AutoCloseable {
    static final int MOST_AT_ONCE = 16;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TIME_TO_ASK = Duration.ofSeconds(10);
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Path socket;
    private final ServerSocketChannel server;
    private final Supplier<Maillon> office;
    private final Duration timeToAsk;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    private ControlServer(Path socket, ServerSocketChannel server, Supplier<Maillon> office, Duration timeToAsk) {
        this.socket = socket;
        this.server = server;
        this.office = office;
        this.timeToAsk = timeToAsk;
    }

    /** The caller holds the data folder's lock. */
    static ControlServer start(Path data, Maillon office) throws IOException {
        return start(data, () -> office, TIME_TO_ASK);
    }

    static ControlServer start(Path data, Supplier<Maillon> office, Duration timeToAsk) throws IOException {
        Path socket = ControlPath.of(data);
        ControlPath.prepare(socket, data);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            OwnFolder.close(socket);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot open the control socket " + socket + ": " + e.getMessage(), e);
        }
        ControlServer control = new ControlServer(socket, server, office, timeToAsk);
        Thread.ofVirtual().name("control-accept").start(control::accept);
        return control;
    }

    private void accept() {
        boolean troubled = false;
        while (server.isOpen()) {
            try {
                welcome(server.accept());
                troubled = false;
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (!troubled) {
                    LOG.warn("the control socket cannot take a command, and tries again: {}", e.toString());
                }
                troubled = true; // out of file descriptors, most likely: they come back, and so must we
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Places go in the order of arrival. */
    private void welcome(SocketChannel client) {
        boolean placed = places.tryAcquire();
        try {
            Thread.ofVirtual().name("control").start(() -> serve(client, placed));
        } catch (RuntimeException | OutOfMemoryError e) {
            leave(placed);
            throw e;
        }
    }

    private void leave(boolean placed) {
        if (placed) {
            places.release();
        }
    }

    private void serve(SocketChannel client, boolean placed) {
        try (client;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client))) {
            if (!isOwner(client)) {
                refuse(out, "only " + owner().getName() + ", who runs the server, may command it");
            } else if (!placed) {
                refuse(out, "the server works on " + MOST_AT_ONCE + " commands already; try again in a moment");
            } else {
                answer(client, in, out);
            }
        } catch (EOFException | ClosedChannelException _) {
            LOG.debug("a command was given up before its end");
        } catch (IOException e) {
            LOG.info("a command on the control socket failed: {}", e.toString());
        } finally {
            leave(placed);
        }
    }

    /** Who made the socket: this process's user, also where the system has no name for it. */
    private UserPrincipal owner() throws IOException {
        return Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOwner(SocketChannel client) throws IOException {
        if (!client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true; // the permissions of folder and socket stand
        }
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(owner()) || ControlPath.isRoot(user);
    }

    private static void refuse(DataOutputStream out, String why) throws IOException {
        new ControlFrame.Err("maillon: " + why + "\n").write(out);
        new ControlFrame.Exited(Exit.REFUSED).write(out);
    }

    private void answer(SocketChannel client, DataInputStream in, DataOutputStream out) throws IOException {
        ControlFrame.Request request;
        try (var _ = new Alarm(timeToAsk, client)) {
            if (!(ControlFrame.read(in) instanceof ControlFrame.Request asked)) {
                refuse(out, "that was no request");
                return;
            }
            request = asked;
        } catch (EOFException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            refuse(out, String.valueOf(e.getMessage()));
            return;
        }
        LOG.debug("control: {}", request);
        try (var _ = new Alarm(TIME_TO_ANSWER, client)) {
            int exit = run(request, out);
            new ControlFrame.Exited(exit).write(out);
        }
    }

    private int run(ControlFrame.Request request, DataOutputStream out) {
        Terminal terminal = FrameStream.terminal(out);
        Desk desk = new ServerDesk(terminal, office.get(), request.secret());
        int exit = CommandTree.run(desk, request.words().toArray(String[]::new));
        terminal.out().flush();
        terminal.err().flush();
        return exit;
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.debug("closing the control socket: {}", e.toString());
        }
    }

    /** Closes a connection that takes too long: reads of Unix sockets have no deadline of their own. */
    private static final class Alarm implements AutoCloseable {
        private final AtomicBoolean off = new AtomicBoolean();
        private final Thread sleeper;

        Alarm(Duration time, SocketChannel connection) {
            sleeper = Thread.ofVirtual().name("control-alarm").start(() -> ring(time, connection));
        }

        private void ring(Duration time, SocketChannel connection) {
            try {
                Thread.sleep(time);
                if (!off.get()) {
                    connection.close();
                }
            } catch (InterruptedException _) {
                // the work was done in time
            } catch (IOException e) {
                LOG.debug("closing a slow connection: {}", e.toString());
            }
        }

        @Override
        public void close() {
            off.set(true);
            sleeper.interrupt();
        }
    }
}

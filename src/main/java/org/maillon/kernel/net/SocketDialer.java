package org.maillon.kernel.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens connections by TCP, and to sockets in the file system. Reads end by {@link ReadDeadlines}. A write may wait for ever on a peer that takes nothing: one
 * guard thread looks over all writes and closes the connection of one that takes too long.
 */
public final class SocketDialer implements Dialer, AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Set<Guarded> open = ConcurrentHashMap.newKeySet();
    private final ReadDeadlines deadlines = ReadDeadlines.start();
    private final Rounds guard = Rounds.start("dialer-guard", LOOK, this::closeStuck, _ -> {});

    @Override
    public Connection open(InetSocketAddress to, Duration patience) throws IOException {
        return open(Optional.empty(), to, patience);
    }

    @Override
    public Connection open(InetAddress from, InetSocketAddress to, Duration patience) throws IOException {
        return open(Optional.of(from), to, patience);
    }

    /** The kernel says yes or no at once: there is nobody on the way to wait for. */
    @Override
    public Connection open(Path socket, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            return watched(new LocalConnection(channel, open, deadlines));
        } catch (RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Whether connections can be opened from it: it is an address of this machine. */
    public static boolean isOurs(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Connection open(Optional<InetAddress> from, InetSocketAddress to, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(from.get(), 0));
            }
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true); // each write is a whole phase already
            socket.connect(to, millis(patience));
            return watched(new SocketConnection(socket, open, deadlines));
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private Connection watched(Guarded connection) {
        try {
            open.add(connection);
            return connection;
        } catch (RuntimeException | Error e) {
            connection.close(); // its reads are watched already
            throw e;
        }
    }

    /** How many connections are open. */
    public int inUse() {
        return open.size();
    }

    private void closeStuck() {
        long now = System.nanoTime();
        open.forEach(connection -> connection.closeIfStuck(now));
    }

    /** Closes every connection too, without a word: nobody guards it any more. */
    @Override
    public void close() {
        guard.close();
        deadlines.close();
        open.forEach(Guarded::sever);
    }

    /** A socket takes 0 for "for ever". */
    static int millis(Duration patience) throws SocketTimeoutException {
        long millis = patience.toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}

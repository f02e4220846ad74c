package org.maillon.serve.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.maillon.kernel.net.ReadDeadlines;

/** A TCP connection. */
final class SocketTransport implements Transport {
    private static final Duration POLITENESS = Duration.ofSeconds(2);
    private static final int MOST_DRAINED = 256 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final InetSocketAddress peer;
    private final ReadDeadlines.Reading reading;

    SocketTransport(Socket socket, ReadDeadlines deadlines) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true); // replies are batched by us; the last packet of a batch must not wait
        socket.setKeepAlive(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        reading = deadlines.watch(socket);
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) throws IOException {
        if (timeoutMillis <= 0) {
            return 0;
        }
        reading.begins(timeoutMillis);
        try {
            int read = in.read(into, from, length);
            return read < 0 && reading.isOver() ? 0 : read;
        } finally {
            reading.ends();
        }
    }

    @Override
    public boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        out.write(octets, from, length);
    }

    @Override
    public void stopReading() {
        try {
            socket.shutdownInput();
        } catch (IOException _) {
            cut();
        }
    }

    /** Octets left unread make the kernel send a reset, which may overtake our last reply: so they are read, within bounds. */
    @Override
    public void closePolitely() {
        try (socket;
                reading) {
            socket.shutdownOutput();
            byte[] rest = new byte[1024];
            Deadline deadline = Deadline.in(POLITENESS);
            for (int drained = 0; drained < MOST_DRAINED; ) {
                int read = read(rest, 0, rest.length, deadline.millisLeft());
                if (read <= 0) {
                    return;
                }
                drained += read;
            }
        } catch (IOException _) {
            // the peer has gone first
        }
    }

    @Override
    public void cut() {
        reading.close();
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}

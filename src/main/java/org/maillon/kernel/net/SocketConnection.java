package org.maillon.kernel.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;

/** A connected TCP socket. */
final class SocketConnection implements Connection {
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Set<SocketConnection> open;
    private final ReadDeadlines.Reading reading;
    private volatile long writeStarted = NOT_WRITING;
    private volatile long writePatience;
    private volatile boolean stuck;

    SocketConnection(Socket socket, Set<SocketConnection> open, ReadDeadlines deadlines) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.open = open;
        this.reading = deadlines.watch(socket);
    }

    @Override
    public int read(byte[] into, Duration patience) throws IOException {
        reading.begins(SocketDialer.millis(patience));
        int length;
        try {
            length = in.read(into);
        } finally {
            reading.ends();
        }
        if (length < 0 && reading.isOver()) {
            throw new SocketTimeoutException("the peer sent nothing in time");
        }
        return length;
    }

    @Override
    public void write(byte[] octets, int from, int length, Duration patience) throws IOException {
        writePatience = SocketDialer.millis(patience) * 1_000_000L;
        writeStarted = System.nanoTime();
        try {
            out.write(octets, from, length);
        } catch (IOException e) {
            if (stuck) {
                throw new SocketTimeoutException("the peer takes no more octets");
            }
            throw e;
        } finally {
            writeStarted = NOT_WRITING;
        }
    }

    void closeIfStuck(long now) {
        long started = writeStarted;
        if (started != NOT_WRITING && now - started > writePatience) {
            stuck = true;
            close();
        }
    }

    @Override
    public void close() {
        open.remove(this);
        reading.close();
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}

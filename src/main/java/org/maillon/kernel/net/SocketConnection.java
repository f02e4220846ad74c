package org.maillon.kernel.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connected TCP socket. */
final class SocketConnection implements Guarded {
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private static final long LAST_WORDS = 500_000_000L;

    private final Socket socket;
    private InputStream in;
    private OutputStream out;
    private volatile @Nullable SSLSocket secured;
    private final Set<Guarded> open;
    private final ReadDeadlines.Reading reading;
    private volatile long writeStarted = NOT_WRITING;
    private volatile long writePatience;
    private volatile boolean stuck;

    SocketConnection(Socket socket, Set<Guarded> open, ReadDeadlines deadlines) throws IOException {
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

    @Override
    public TlsSession startTls(TlsClient wanted, Duration patience) throws IOException {
        reading.begins(SocketDialer.millis(patience));
        writePatience = SocketDialer.millis(patience) * 1_000_000L;
        writeStarted = System.nanoTime();
        try {
            SSLSocket tls = TlsHandshake.over(socket, wanted);
            in = tls.getInputStream();
            out = tls.getOutputStream();
            secured = tls;
            return TlsHandshake.facts(tls);
        } catch (IOException e) {
            if (reading.isOver() || stuck) {
                throw new SocketTimeoutException("the TLS handshake was not done in time");
            }
            throw e instanceof SSLException ? new TlsFailedException(String.valueOf(e.getMessage()), e) : e;
        } finally {
            reading.ends();
            writeStarted = NOT_WRITING;
        }
    }

    @Override
    public void closeIfStuck(long now) {
        long started = writeStarted;
        if (started != NOT_WRITING && now - started > writePatience) {
            stuck = true;
            sever();
        }
    }

    /** Under TLS with a last word (RFC 8446 §6.1), unless somebody is writing just now: that one may be stuck. */
    @Override
    public void close() {
        SSLSocket tls = secured;
        if (tls != null && writeStarted == NOT_WRITING && !socket.isClosed()) {
            writePatience = LAST_WORDS;
            writeStarted = System.nanoTime();
            try {
                tls.close();
            } catch (IOException _) {
                // the peer has gone first
            }
        }
        sever();
    }

    @Override
    public void sever() {
        open.remove(this);
        reading.close();
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}

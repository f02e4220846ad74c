package org.maillon.kernel.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;

/** A connected socket in the file system. */
final class LocalConnection implements Guarded {
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final SocketChannel channel;
    private final Set<Guarded> open;
    private final ReadDeadlines.Reading reading;
    private volatile long writeStarted = NOT_WRITING;
    private volatile long writePatience;
    private volatile boolean stuck;

    LocalConnection(SocketChannel channel, Set<Guarded> open, ReadDeadlines deadlines) {
        this.channel = channel;
        this.open = open;
        this.reading = deadlines.watch(channel::shutdownInput);
    }

    @Override
    public int read(byte[] into, Duration patience) throws IOException {
        reading.begins(SocketDialer.millis(patience));
        int length;
        try {
            length = channel.read(ByteBuffer.wrap(into));
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
            ByteBuffer left = ByteBuffer.wrap(octets, from, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
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
    public void closeIfStuck(long now) {
        long started = writeStarted;
        if (started != NOT_WRITING && now - started > writePatience) {
            stuck = true;
            sever();
        }
    }

    @Override
    public void sever() {
        close();
    }

    @Override
    public void close() {
        open.remove(this);
        reading.close();
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}

package org.maillon.serve.net;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Notes since when a write waits: for its peer to read, which has no deadline of its own. */
final class WatchedTransport implements Transport {
    private final Transport below;
    private volatile long writingSince;

    WatchedTransport(Transport below) {
        this.below = below;
    }

    /** Whether the peer has let a write wait for longer than this. */
    boolean hasBeenWritingFor(long nanos) {
        long since = writingSince;
        return since != 0 && System.nanoTime() - since > nanos;
    }

    @Override
    public InetSocketAddress peer() {
        return below.peer();
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) throws IOException {
        return below.read(into, from, length, timeoutMillis);
    }

    @Override
    public boolean hasInput() throws IOException {
        return below.hasInput();
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        writingSince = System.nanoTime() | 1;
        try {
            below.write(octets, from, length);
        } finally {
            writingSince = 0;
        }
    }

    @Override
    public void stopReading() {
        below.stopReading();
    }

    @Override
    public void closePolitely() {
        below.closePolitely();
    }

    @Override
    public void cut() {
        below.cut();
    }
}

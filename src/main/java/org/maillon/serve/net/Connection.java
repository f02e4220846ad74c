package org.maillon.serve.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One peer, read and written by one thread. Output is buffered and goes out when more input has to be waited for, so that
 * the answers to pipelined commands share a packet.
 */
public final class Connection {
    /** How the last {@link #fill} ended. */
    public enum Filled {
        SOME,
        TIMED_OUT,
        /** By the peer; or by us, when {@link #isStopping()}. */
        CLOSED
    }

    private enum Stage {
        WAITING,
        BUSY,
        STOPPING
    }

    private static final int SMALL = 2048;
    private static final int LOOK = 50; // milliseconds
    private static final int SMALL_OUTPUT = 512;
    private static final int MOST_OUTPUT = 8192;

    private final WatchedTransport wire;
    private volatile Transport transport;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.BUSY);
    private InetSocketAddress peer;
    private Optional<TlsLink> tls = Optional.empty();

    private byte[] in = new byte[SMALL];
    private int from;
    private int to;
    private int scanned; // octets from `from` on that hold no LF
    private Swallowing swallowing = Swallowing.NOTHING;

    private byte[] out = new byte[SMALL_OUTPUT];
    private int pending;

    /** What of a bad line is still to come. */
    private enum Swallowing {
        NOTHING,
        /** To its CRLF. */
        LONG_LINE,
        /** To its CRLF, or to the next LF, which is answered again: a person whose terminal sends LF alone must not wait in vain. */
        AFTER_BARE_LF
    }

    public Connection(Transport transport) {
        this.wire = new WatchedTransport(transport);
        this.transport = wire;
        this.peer = transport.peer();
    }

    /** Who speaks to us; behind a proxy that says so, the proxy's client. */
    public InetSocketAddress peer() {
        return peer;
    }

    void peer(InetSocketAddress behindProxy) {
        peer = behindProxy;
    }

    /** The TLS we are under. */
    public Optional<TlsLink> tls() {
        return tls;
    }

    /**
     * Behind our answer to STARTTLS or STLS. What the client sent behind the command in the clear is dropped unread: somebody
     * between the two ends may have put it there, and it must not count as said under TLS (RFC 3207 §6, RFC 2595 §4).
     *
     * @return octets dropped
     */
    public int startTls(TlsServer server) throws IOException {
        flush();
        int dropped = to - from;
        from = 0;
        to = 0;
        scanned = 0;
        swallowing = Swallowing.NOTHING;
        shakeHands(server);
        return dropped;
    }

    /** Where TLS comes before the first word. What is here already is the client's handshake. */
    void beginUnderTls(TlsServer server) throws IOException {
        shakeHands(server);
    }

    private void shakeHands(TlsServer server) throws IOException {
        if (!stage.compareAndSet(Stage.BUSY, Stage.WAITING)) {
            throw new TlsFailedException(TlsFailedException.Why.GONE, "we stop");
        }
        try {
            TlsTransport under = new TlsTransport(transport, server.engine());
            under.begin(in, from, to - from);
            from = 0;
            to = 0;
            tls = Optional.of(under.handshake(server));
            transport = under;
        } finally {
            stage.compareAndSet(Stage.WAITING, Stage.BUSY);
        }
    }

    /**
     * The next line, for which the peer has until the deadline as a whole.
     *
     * @param maxOctets CRLF included
     */
    public Input readLine(int maxOctets, Deadline deadline) throws IOException {
        while (!isStopping()) {
            Optional<Input> found = lineInBuffer(maxOctets);
            if (found.isPresent()) {
                return found.get();
            }
            switch (fillWhileWaiting(deadline)) {
                case SOME -> {}
                case TIMED_OUT -> {
                    return new Input.TimedOut();
                }
                case CLOSED -> {
                    return isStopping() ? new Input.Stopping() : new Input.Closed();
                }
            }
        }
        return new Input.Stopping();
    }

    private Optional<Input> lineInBuffer(int maxOctets) {
        while (from + scanned < to) {
            int lf = indexOfLf(from + scanned);
            if (swallowing != Swallowing.NOTHING) {
                if (swallow(lf)) {
                    return Optional.of(new Input.Broken(Input.Fault.BARE_LF));
                } else if (lf < 0) {
                    return Optional.empty();
                }
            } else if (lf >= 0 && lf < from + maxOctets) {
                scanned = 0;
                return Optional.of(line(lf));
            } else if (to - from >= maxOctets) {
                scanned = 0;
                swallowing = Swallowing.LONG_LINE;
                return Optional.of(new Input.Broken(Input.Fault.TOO_LONG));
            } else {
                scanned = to - from;
            }
        }
        return Optional.empty();
    }

    private Input line(int lf) {
        int start = from;
        from = lf + 1;
        if (lf == start || in[lf - 1] != '\r') {
            swallowing = Swallowing.AFTER_BARE_LF;
            return new Input.Broken(Input.Fault.BARE_LF);
        }
        for (int i = start; i < lf - 1; i++) {
            if (in[i] == '\r') {
                return new Input.Broken(Input.Fault.BARE_CR);
            }
        }
        return new Input.Line(in, start, lf - 1);
    }

    /** Drops octets of a bad line; true where another bare LF is to be answered. */
    private boolean swallow(int lf) {
        if (lf < 0) {
            from = to > from && in[to - 1] == '\r' ? to - 1 : to; // the CR may be half of the CRLF
            return false;
        }
        boolean crlf = lf > from && in[lf - 1] == '\r';
        from = lf + 1;
        if (crlf) {
            swallowing = Swallowing.NOTHING;
            return false;
        }
        return swallowing == Swallowing.AFTER_BARE_LF;
    }

    private int indexOfLf(int start) {
        for (int i = start; i < to; i++) {
            if (in[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A stop wakes the wait; only when it did not, what came is ours to act on. */
    private Filled fillWhileWaiting(Deadline deadline) throws IOException {
        if (!stage.compareAndSet(Stage.BUSY, Stage.WAITING)) {
            return Filled.CLOSED;
        }
        try {
            return fill(deadline);
        } finally {
            stage.compareAndSet(Stage.WAITING, Stage.BUSY);
        }
    }

    /** As {@link #fill}, while nothing is begun: a stop ends the wait. */
    public Filled await(Deadline deadline) throws IOException {
        return fillWhileWaiting(deadline);
    }

    /**
     * Whether the peer says anything until then; it stays to be read. A stop ends the wait. Looks now and then, because a
     * read whose time is up is the last one of its connection. Below TLS nothing is looked at: what came there may be TLS's own.
     */
    public boolean hasInputWithin(Deadline deadline) throws IOException {
        while (from == to && deadline.millisLeft() > 0 && !isStopping()) {
            if (tls.isEmpty() && wire.hasInput()) {
                return true;
            }
            rest(Math.min(LOOK, deadline.millisLeft()));
        }
        return from < to;
    }

    private static void rest(int millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Input that has arrived waits here between {@link #from()} and {@link #to()}. */
    public byte[] octets() {
        return in;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public void consume(int octets) {
        from += octets;
    }

    /** Sends what is due, then waits for more input behind what is buffered. */
    public Filled fill(Deadline deadline) throws IOException {
        flush();
        makeRoom();
        int read = transport.read(in, to, in.length - to, deadline.millisLeft());
        if (read > 0) {
            to += read;
            return Filled.SOME;
        }
        return read < 0 ? Filled.CLOSED : Filled.TIMED_OUT;
    }

    private void makeRoom() {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == in.length && from > 0) {
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == in.length) {
            in = Arrays.copyOf(in, in.length * 2); // bounded: readLine takes no more than its bound
        }
    }

    /** A body follows: reads go through a large buffer until {@link #narrow}. */
    public void widen() {
        byte[] large = BufferPool.SHARED.take();
        if (to - from > large.length) {
            BufferPool.SHARED.giveBack(large);
            return;
        }
        replace(large);
    }

    /** The body is over; what stands buffered behind it moves to a buffer of its size. */
    public void narrow() {
        byte[] large = in;
        if (large.length >= SMALL * 2) {
            replace(new byte[Math.max(SMALL, to - from)]);
        }
        if (large.length == BufferPool.LARGE) {
            BufferPool.SHARED.giveBack(large);
        }
    }

    private void replace(byte[] buffer) {
        System.arraycopy(in, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        in = buffer;
    }

    /** Buffers; the octets may be reused at once. */
    public void write(byte[] octets, int start, int length) throws IOException {
        if (pending + length > MOST_OUTPUT) {
            flush();
        }
        if (length > MOST_OUTPUT) {
            transport.write(octets, start, length);
            return;
        }
        if (pending + length > out.length) {
            out = Arrays.copyOf(out, Math.clamp(2L * (pending + length), SMALL_OUTPUT, MOST_OUTPUT));
        }
        System.arraycopy(octets, start, out, pending, length);
        pending += length;
    }

    public void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    public void flush() throws IOException {
        if (pending > 0) {
            int length = pending;
            pending = 0;
            transport.write(out, 0, length);
            if (out.length > SMALL) {
                out = new byte[SMALL_OUTPUT];
            }
        }
    }

    /** Whether the peer has let a write wait for longer than this. */
    boolean hasBeenWritingFor(long nanos) {
        return wire.hasBeenWritingFor(nanos);
    }

    public boolean isStopping() {
        return stage.get() == Stage.STOPPING;
    }

    /** From the listener's thread: no command is begun any more; one that is waited for is given up at once. */
    void stop() {
        if (stage.getAndSet(Stage.STOPPING) == Stage.WAITING) {
            transport.stopReading();
        }
    }

    /** From the listener's thread, when the grace is over: a body that still flows ends here. */
    void stopReading() {
        transport.stopReading();
    }

    void cut() {
        transport.cut();
    }

    void close() {
        try {
            flush();
            transport.closePolitely();
        } catch (IOException _) {
            transport.cut();
        }
    }
}

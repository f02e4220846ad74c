package org.maillon.serve.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Octets under TLS, over any transport. What an idle connection holds is a small buffer for the beginning of a record;
 * buffers as large as a record are borrowed while one is there.
 */
final class TlsTransport implements Transport {
    private static final int SMALL = 512;
    private static final int HANDSHAKE = 22; // RFC 8446 §5.1: what a TLS client's first record is
    private static final byte[] NOTHING = {};

    private final Transport below;
    private final SSLEngine engine;

    private byte[] net = NOTHING; // records from the peer, between netFrom and netTo
    private int netFrom;
    private int netTo;
    private byte[] plain = NOTHING; // what of a record the reader had no room for, between plainFrom and plainTo
    private int plainFrom;
    private int plainTo;

    TlsTransport(Transport below, SSLEngine engine) {
        this.below = below;
        this.engine = engine;
    }

    /** Octets of the peer's that were read before TLS was thought of, behind a PROXY header. */
    void begin(byte[] octets, int from, int length) {
        net = Arrays.copyOfRange(octets, from, from + length);
        netTo = length;
    }

    // The handshake.

    /** Both ends agree on keys within the time, or not at all. */
    TlsLink handshake(TlsServer server) throws IOException {
        Deadline deadline = Deadline.in(server.bounds().time());
        byte[] out = BufferPool.SHARED.take();
        try {
            engine.beginHandshake();
            new Handshake(out, deadline, server.bounds().octets().octets()).run();
            return new TlsLink(engine.getSession(), server.client(engine.getSession()));
        } catch (SSLException e) {
            sayWhy();
            throw new TlsFailedException(TlsFailedException.Why.REFUSED, e);
        } catch (RuntimeException e) { // what the JSSE's and the provider's parsers think of hostile octets
            throw new TlsFailedException(TlsFailedException.Why.REFUSED, e);
        } finally {
            BufferPool.SHARED.giveBack(out);
        }
    }

    private final class Handshake {
        private final byte[] out;
        private final Deadline deadline;
        private long octetsLeft;
        private int pending; // of out: a flight goes in one packet
        private boolean anythingCame = netFrom < netTo;

        Handshake(byte[] out, Deadline deadline, long mostOctets) {
            this.out = out;
            this.deadline = deadline;
            this.octetsLeft = mostOctets;
        }

        void run() throws IOException {
            if (anythingCame) {
                requireTls();
            }
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> wrap();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        send();
                        unwrap();
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        send();
                        return;
                    }
                }
            }
        }

        private void wrap() throws IOException {
            SSLEngineResult result =
                    engine.wrap(ByteBuffer.allocate(0), ByteBuffer.wrap(out, pending, out.length - pending));
            pending += result.bytesProduced();
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                send();
            } else if (result.getStatus() == Status.CLOSED) {
                send();
                throw new TlsFailedException(TlsFailedException.Why.GONE, "closed in the handshake");
            }
        }

        private void send() throws IOException {
            int length = pending;
            pending = 0;
            if (length > 0) {
                below.write(out, 0, length);
            }
        }

        /** No text comes in a handshake: {@code out} is free to take what a record holds. */
        private void unwrap() throws IOException {
            Status status = netFrom == netTo
                    ? Status.BUFFER_UNDERFLOW
                    : unwrapped(out, 0, out.length).getStatus();
            if (status == Status.CLOSED) {
                throw new TlsFailedException(TlsFailedException.Why.GONE, "the client ended the handshake");
            } else if (status == Status.BUFFER_UNDERFLOW) {
                more();
            }
        }

        private void more() throws IOException {
            int read = fill(deadline, false);
            if (read > 0) {
                octetsLeft -= read;
                if (octetsLeft < 0) {
                    throw new TlsFailedException(TlsFailedException.Why.TOO_LONG, "a handshake of too many octets");
                } else if (!anythingCame) {
                    anythingCame = true;
                    requireTls();
                }
                return;
            } else if (read < 0) {
                throw new TlsFailedException(TlsFailedException.Why.GONE, "the client left in the handshake");
            }
            throw anythingCame
                    ? new TlsFailedException(TlsFailedException.Why.TOO_LONG, "the handshake took too long")
                    : new TlsFailedException(TlsFailedException.Why.SILENCE, "the client began no handshake");
        }

        private void requireTls() throws TlsFailedException {
            if (net[netFrom] != HANDSHAKE) {
                throw new TlsFailedException(TlsFailedException.Why.NO_TLS, "what the client sent is no TLS");
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** The alert that tells the peer what it did wrong, as far as it still listens. */
    private void sayWhy() {
        try {
            sendWhatIsDue();
        } catch (IOException | RuntimeException _) {
            // it does not
        }
    }

    /** Answers to the peer's own words in the middle of a session, and last ones. */
    private void sendWhatIsDue() throws IOException {
        byte[] out = BufferPool.SHARED.take();
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), ByteBuffer.wrap(out));
                if (result.bytesProduced() > 0) {
                    below.write(out, 0, result.bytesProduced());
                }
                if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
                    return;
                }
            }
        } finally {
            BufferPool.SHARED.giveBack(out);
        }
    }

    // Afterwards.

    @Override
    public InetSocketAddress peer() {
        return below.peer();
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) throws IOException {
        if (plainFrom < plainTo) {
            return takePlain(into, from, length);
        } else if (timeoutMillis <= 0) {
            return 0;
        }
        Deadline deadline = Deadline.in(Duration.ofMillis(timeoutMillis));
        while (true) {
            int text = open(into, from, length);
            if (text != 0) {
                return text;
            }
            int read = fill(deadline, length > SMALL * 4);
            if (read <= 0) {
                return read;
            }
        }
    }

    /** The text of the next record that is here whole and has some; 0 where there is none, -1 where the peer has ended. */
    private int open(byte[] into, int from, int length) throws IOException {
        while (netFrom < netTo) {
            SSLEngineResult result = unwrapOrAlert(into, from, length);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                plain = BufferPool.SHARED.take();
                plainFrom = 0;
                result = unwrapOrAlert(plain, 0, plain.length);
                plainTo = result.bytesProduced();
            }
            attend(result.getHandshakeStatus());
            if (plain.length > 0) {
                return takePlain(into, from, length);
            } else if (result.bytesProduced() > 0) {
                return result.bytesProduced();
            } else if (result.getStatus() == Status.CLOSED) {
                return -1;
            } else if (result.getStatus() == Status.BUFFER_UNDERFLOW || result.bytesConsumed() == 0) {
                return 0;
            }
        }
        return 0;
    }

    private SSLEngineResult unwrapOrAlert(byte[] into, int from, int length) throws IOException {
        try {
            return unwrapped(into, from, length);
        } catch (SSLException e) {
            sayWhy();
            throw e;
        } catch (RuntimeException e) {
            throw new SSLException(e);
        }
    }

    private SSLEngineResult unwrapped(byte[] into, int from, int length) throws SSLException {
        SSLEngineResult result =
                engine.unwrap(ByteBuffer.wrap(net, netFrom, netTo - netFrom), ByteBuffer.wrap(into, from, length));
        netFrom += result.bytesConsumed();
        return result;
    }

    /** New keys asked for (RFC 8446 §4.6.3), a renegotiation refused. */
    private void attend(HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK -> {
                runTasks();
                sendWhatIsDue();
            }
            case NEED_WRAP -> sendWhatIsDue();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {}
        }
    }

    private int takePlain(byte[] into, int from, int length) {
        int taken = Math.min(length, plainTo - plainFrom);
        System.arraycopy(plain, plainFrom, into, from, taken);
        plainFrom += taken;
        if (plainFrom == plainTo) {
            givePlainBack();
        }
        return taken;
    }

    private void givePlainBack() {
        if (plain.length > 0) {
            BufferPool.SHARED.giveBack(plain);
        }
        plain = NOTHING;
        plainFrom = 0;
        plainTo = 0;
    }

    /** More of the peer's records; 0 where the time is up, -1 where there are none to come. */
    private int fill(Deadline deadline, boolean many) throws IOException {
        makeRoom(many);
        int read = below.read(net, netTo, net.length - netTo, deadline.millisLeft());
        if (read > 0) {
            netTo += read;
        }
        return read;
    }

    private void makeRoom(boolean many) {
        int left = netTo - netFrom;
        boolean large = many || left >= SMALL;
        if (large && net.length < BufferPool.LARGE) {
            moveInto(BufferPool.SHARED.take());
        } else if (!large && net.length != SMALL) {
            byte[] before = net;
            moveInto(new byte[SMALL]);
            giveNetBack(before);
        } else if (netFrom > 0) {
            moveInto(net);
        }
    }

    private void moveInto(byte[] buffer) {
        System.arraycopy(net, netFrom, buffer, 0, netTo - netFrom);
        netTo -= netFrom;
        netFrom = 0;
        net = buffer;
    }

    private static void giveNetBack(byte[] buffer) {
        if (buffer.length == BufferPool.LARGE) {
            BufferPool.SHARED.giveBack(buffer);
        }
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        byte[] out = BufferPool.SHARED.take();
        try {
            ByteBuffer text = ByteBuffer.wrap(octets, from, length);
            while (text.hasRemaining()) {
                SSLEngineResult result = engine.wrap(text, ByteBuffer.wrap(out));
                if (result.getStatus() != Status.OK) {
                    throw new SSLException("nothing more can be written: " + result.getStatus());
                }
                below.write(out, 0, result.bytesProduced());
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
            }
        } finally {
            BufferPool.SHARED.giveBack(out);
        }
    }

    @Override
    public void stopReading() {
        below.stopReading();
    }

    @Override
    public void closePolitely() {
        try {
            engine.closeOutbound();
            sendWhatIsDue(); // close_notify: what came before it was all (RFC 8446 §6.1)
        } catch (IOException | RuntimeException _) {
            // the peer has gone first
        }
        givePlainBack();
        giveNetBack(net);
        net = NOTHING;
        netFrom = 0;
        netTo = 0;
        below.closePolitely();
    }

    @Override
    public void cut() {
        below.cut();
    }
}

package org.maillon.serve.net;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/** Both ends in one thread: what the client says is queued in pieces, what we say is kept. Ends where the pieces end. */
public final class MemoryTransport implements Transport {
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int writes;
    private String address = "192.0.2.7";

    public MemoryTransport(List<byte[]> pieces) {
        pieces.stream().filter(piece -> piece.length > 0).forEach(this.pieces::add);
    }

    public static MemoryTransport of(String... pieces) {
        return new MemoryTransport(List.of(pieces).stream()
                .map(p -> p.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    public MemoryTransport from(String newAddress) {
        address = newAddress;
        return this;
    }

    public String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** One octet a character. */
    public String latin() {
        return written.toString(StandardCharsets.ISO_8859_1);
    }

    public int writes() {
        return writes;
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(address, 40000);
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) {
        byte[] piece = pieces.poll();
        if (piece == null) {
            return -1;
        }
        int taken = Math.min(length, piece.length);
        System.arraycopy(piece, 0, into, from, taken);
        if (taken < piece.length) {
            pieces.addFirst(Arrays.copyOfRange(piece, taken, piece.length));
        }
        return taken;
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        written.write(octets, from, length);
        writes++;
    }

    @Override
    public void stopReading() {
        pieces.clear();
    }

    @Override
    public void closePolitely() {}

    @Override
    public void cut() {}
}

package org.maillon.trust.dkim;

/** A message from a file, whose lines may end with LF alone, as it would come over the wire: with CRLF. */
public final class LineEnds {
    private final Sink sink;
    private boolean lastWasCr;

    /** Takes the octets as they should be. */
    @FunctionalInterface
    public interface Sink {
        void take(byte[] octets, int from, int length);
    }

    public LineEnds(Sink sink) {
        this.sink = sink;
    }

    public void feed(byte[] octets, int length) {
        byte[] out = new byte[length * 2];
        int filled = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\n' && !lastWasCr) {
                out[filled++] = '\r';
            }
            out[filled++] = octets[i];
            lastWasCr = octets[i] == '\r';
        }
        sink.take(out, 0, filled);
    }
}

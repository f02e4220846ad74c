package org.maillon.wire.smtp;

/** Takes slices of a message as they come. */
@FunctionalInterface
public interface TextSink {
    /** The array is the reader's own: it is not kept beyond the call. */
    void write(byte[] octets, int from, int length);
}

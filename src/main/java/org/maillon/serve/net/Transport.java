package org.maillon.serve.net;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The octets below a connection: a socket, or memory where a test joins both ends. */
public interface Transport {
    InetSocketAddress peer();

    /** At least one octet, -1 at the end, 0 when the time is up; nothing more is read then. */
    int read(byte[] into, int from, int length, int timeoutMillis) throws IOException;

    /** Whether something can be read at once, as far as that can be said without reading. */
    default boolean hasInput() throws IOException {
        return false;
    }

    void write(byte[] octets, int from, int length) throws IOException;

    /** Called from another thread: a read that waits, and every later one, ends with -1. */
    void stopReading();

    /** Lets the peer read our last words, then lets go; never blocks for long. */
    void closePolitely();

    /** At once, from any thread; reads and writes that wait fail. */
    void cut();
}

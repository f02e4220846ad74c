package org.maillon.kernel.net;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A way to a peer and back. One thread at a time; {@link #close} from any. */
public interface Connection extends Closeable {
    /**
     * Waits for octets and takes what is there.
     *
     * @return how many, or -1 where the peer has ended
     * @throws java.net.SocketTimeoutException where {@code patience} ran out first; nothing more is read then
     */
    int read(byte[] into, Duration patience) throws IOException;

    /**
     * Hands octets over to the network.
     *
     * @throws java.net.SocketTimeoutException where the peer did not take them within {@code patience}, give or take a
     *     second; the connection is then closed
     */
    void write(byte[] octets, int from, int length, Duration patience) throws IOException;

    @Override
    void close();
}

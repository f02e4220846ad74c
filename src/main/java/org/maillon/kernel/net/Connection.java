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

    /**
     * Goes over to TLS, as the client. All that is read and written from now on is under TLS. Who the peer is, nobody has
     * asked: the caller judges the chain before it goes on.
     *
     * @throws TlsFailedException where the two do not come to terms, or this connection knows no TLS
     * @throws java.net.SocketTimeoutException where the handshake is not done within {@code patience}
     */
    default TlsSession startTls(TlsClient wanted, Duration patience) throws IOException {
        throw new TlsFailedException("this connection knows no TLS");
    }

    @Override
    void close();
}

package org.maillon.kernel.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens ways to send and receive datagrams: the seam at which tests and simulations put a network of their own. */
public interface Datagrams {
    /** Bound to a random port of ours; hears nobody but {@code peer}. */
    Link open(InetSocketAddress peer) throws IOException;

    /** One thread at a time. */
    interface Link extends Closeable {
        void send(byte[] datagram) throws IOException;

        /**
         * @return the length of the next datagram, cut where {@code into} ends
         * @throws java.net.SocketTimeoutException where {@code patience} ran out first
         */
        int receive(byte[] into, Duration patience) throws IOException;

        @Override
        void close();
    }
}

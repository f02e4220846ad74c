package org.maillon.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens connections. The seam at which tests and simulations put a network of their own. */
public interface Dialer {
    /** @throws java.net.SocketTimeoutException where {@code patience} ran out */
    Connection open(InetSocketAddress to, Duration patience) throws IOException;

    /**
     * From an address of ours.
     *
     * @throws java.net.BindException where it is none of ours
     */
    default Connection open(InetAddress from, InetSocketAddress to, Duration patience) throws IOException {
        throw new BindException("this network lets nobody choose an address, and so not " + from.getHostAddress());
    }

    /** To a socket in the file system of this machine. */
    default Connection open(Path socket, Duration patience) throws IOException {
        throw new ProtocolException("this network has no sockets in the file system, and so not " + socket);
    }
}

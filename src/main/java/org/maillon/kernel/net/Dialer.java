package org.maillon.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens connections. The seam at which tests and simulations put a network of their own. */
public interface Dialer {
    /** @throws java.net.SocketTimeoutException where {@code patience} ran out */
    Connection open(InetSocketAddress to, Duration patience) throws IOException;
}

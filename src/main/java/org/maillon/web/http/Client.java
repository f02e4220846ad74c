package org.maillon.web.http;

import java.net.InetAddress;

/**
 * Who asks.
 *
 * @param address of the client; behind a trusted proxy the one that it names
 * @param way how its words reach us
 */
public record Client(InetAddress address, Way way) {
    /** How a client's words reach us. */
    public enum Way {
        /** Nobody can listen: TLS, or loopback without a proxy. */
        PRIVATE,
        /** In the clear. */
        OPEN,
        /** Through a proxy that we were not told to trust, or that does not say for sure who the client is and how it came. */
        UNKNOWN_PROXY
    }

    public boolean isPrivate() {
        return way == Way.PRIVATE;
    }
}

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
        /** Nobody can listen: TLS, or loopback. */
        PRIVATE,
        /** In the clear. */
        OPEN,
        /** Through a proxy that we were not told to trust: who the client is and how it came is not known. */
        UNKNOWN_PROXY
    }

    public boolean isPrivate() {
        return way == Way.PRIVATE;
    }
}

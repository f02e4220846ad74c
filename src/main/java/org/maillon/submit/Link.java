package org.maillon.submit;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The connection to a client, and what we know of it for certain.
 *
 * @param role of the listener that took it
 * @param ours whether nobody connected at all: this server wrote the message
 */
public record Link(
        InetAddress address, ListenerRole role, Optional<TlsFacts> tls, Optional<Login> login, boolean ours) {
    public Link(InetAddress address, ListenerRole role, Optional<TlsFacts> tls, Optional<Login> login) {
        this(address, role, tls, login, false);
    }

    /** Plain, from somebody, at the door for everyone. */
    public static Link from(InetAddress address) {
        return new Link(address, ListenerRole.MX, Optional.empty(), Optional.empty());
    }

    /** None: what this server writes itself. */
    public static Link ourselves() {
        return new Link(InetAddress.getLoopbackAddress(), ListenerRole.MX, Optional.empty(), Optional.empty(), true);
    }
}

package org.maillon.submit;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The connection to a client, and what we know of it for certain.
 *
 * @param role of the listener that took it
 */
public record Link(InetAddress address, ListenerRole role, Optional<TlsFacts> tls, Optional<Login> login) {
    /** Plain, from somebody, at the door for everyone. */
    public static Link from(InetAddress address) {
        return new Link(address, ListenerRole.MX, Optional.empty(), Optional.empty());
    }
}

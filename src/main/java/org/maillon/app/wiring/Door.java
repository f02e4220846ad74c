package org.maillon.app.wiring;

import java.net.InetSocketAddress;
import org.maillon.app.config.ListenerEntry;
import org.maillon.serve.net.Listener;

/** A listener that has its port. */
public record Door(ListenerEntry entry, String address, Listener listener) {
    public ListenerEntry.Protocol protocol() {
        return entry.protocol();
    }

    public int port() {
        return listener.port();
    }

    InetSocketAddress where() {
        return new InetSocketAddress(java.net.InetAddress.ofLiteral(address), port());
    }
}

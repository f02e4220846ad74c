package org.maillon.route;

import org.maillon.kernel.Setting;

/** One {@code [[route]]} of the configuration. */
public record RouteSetting(
        @Setting(
                value = "*",
                doc =
                        "Whose mail: user@example.org, example.org, *.example.org, or * for all. The most particular wins.")
        String domain,

        @Setting(value = "mx", doc = "Where to: smtp://host:port, lmtp://host:port, mx, local or discard.")
        String via,

        @Setting(
                value = "relay-networks",
                doc = "Who may send along it: relay-networks (those of [submit]), or anyone: for a domain whose mail we"
                        + " take in for a server behind us. Not for *, which would make an open relay.")
        AcceptFrom acceptFrom) {
    /** Whose mail a route carries. */
    public enum AcceptFrom {
        RELAY_NETWORKS,
        ANYONE
    }

    public RouteSetting(String domain, String via) {
        this(domain, via, AcceptFrom.RELAY_NETWORKS);
    }
}

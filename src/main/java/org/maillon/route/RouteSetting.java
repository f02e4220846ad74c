package org.maillon.route;

import java.util.List;
import org.maillon.kernel.Setting;

/** One {@code [[route]]} of the configuration. */
public record RouteSetting(
        @Setting(
                value = "*",
                doc =
                        "Whose mail: user@example.org, example.org, *.example.org, or * for all. The most particular wins.")
        String domain,

        @Setting(
                value = "mx",
                doc =
                        "Where to: smtp://host:port, smtps://host:port (TLS from the first octet on), lmtp://host:port, mx, local or"
                                + " discard.")
        String via,

        @Setting(
                value = "relay-networks",
                doc = "Who may send along it: relay-networks (those of [submit]), or anyone: for a domain whose mail we"
                        + " take in for a server behind us. Not for *, which would make an open relay.")
        AcceptFrom acceptFrom,

        @Setting(
                value = "",
                doc =
                        "Addresses of this machine that its mail is sent from, by turns: IPv4, IPv6 or both. With those of one kind"
                                + " only, servers of the other kind are not called. Empty: the system chooses.")
        List<String> sourceAddress,

        @Setting(
                value = "auto",
                doc = "What is asked of TLS on the way: auto (what [[tls-policy]] says), none, opportunistic, encrypt,"
                        + " verify or dane, as there.")
        TlsMode tls) {
    public RouteSetting {
        sourceAddress = List.copyOf(sourceAddress);
    }

    /** Whose mail a route carries. */
    public enum AcceptFrom {
        RELAY_NETWORKS,
        ANYONE
    }

    public RouteSetting(String domain, String via, AcceptFrom acceptFrom, List<String> sourceAddress) {
        this(domain, via, acceptFrom, sourceAddress, TlsMode.AUTO);
    }

    public RouteSetting(String domain, String via) {
        this(domain, via, AcceptFrom.RELAY_NETWORKS);
    }

    public RouteSetting(String domain, String via, AcceptFrom acceptFrom) {
        this(domain, via, acceptFrom, List.of());
    }
}

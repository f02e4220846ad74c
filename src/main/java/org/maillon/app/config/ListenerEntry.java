package org.maillon.app.config;

import org.maillon.kernel.Setting;

/** One {@code [[listener]]}. */
public record ListenerEntry(
        @Setting(value = "smtp", doc = "What is spoken there.")
        Protocol protocol,

        @Setting(
                value = "",
                doc =
                        "The address to listen on; :: for all of the machine's. Empty: SMTP listens on loopback until a domain"
                                + " other than the demo's is configured, then on all addresses; POP3 on loopback.")
        String address,

        @Setting(
                value = "0",
                max = 65535,
                doc = "The TCP port; 0 takes any free one. Ports below 1024 need a privilege.")
        int port,

        @Setting(
                value = "false",
                doc =
                        "Whether each connection begins with a PROXY protocol header (v1 or v2) from a load balancer that tells"
                                + " the client's address. Turn it on only where nobody but that balancer can connect.")
        boolean proxyProtocol,

        @Setting(
                value = "1024",
                min = 1,
                max = 65535,
                doc = "Connections the kernel keeps waiting until they are taken.")
        int backlog,

        @Setting(value = "default", doc = "The server of ours that clients speak to there.")
        String server) {
    /** What a listener speaks. */
    public enum Protocol {
        SMTP,
        POP3
    }
}

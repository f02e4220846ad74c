package org.maillon.serve.net;

import org.maillon.kernel.Setting;

/** Where one listener listens, and how. */
public record ListenerSettings(
        @Setting(
                value = "127.0.0.1",
                doc = "The address to listen on; 0.0.0.0 or :: for all of the machine's addresses.")
        String address,

        @Setting(
                value = "2525",
                doc = "The TCP port; 0 takes any free one. Ports below 1024 need a privilege.",
                max = 65535)
        int port,

        @Setting(
                value = "false",
                doc =
                        "Whether each connection begins with a PROXY protocol header (v1 or v2) from a load balancer that tells the client's address. Turn it on only where nobody but that balancer can connect.")
        boolean proxyProtocol,

        @Setting(
                value = "1024",
                doc = "Connections the kernel keeps waiting until they are taken.",
                min = 1,
                max = 65535)
        int backlog) {}

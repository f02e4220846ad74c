package org.maillon.web.http;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** The HTTP door: where it is, and how far it opens. */
public record HttpSettings(
        @Setting(
                value = "127.0.0.1:8080",
                doc =
                        "Where plain HTTP is spoken, as address:port; an IPv6 address in brackets, port 0 for any free one. Empty: nowhere."
                                + " A port that another program has is tried again every ten seconds; mail does not wait for it.")
        List<String> plain,

        @Setting(
                value = "",
                doc =
                        "Where HTTP under TLS is spoken, such as [::]:443. MTA-STS policies are fetched from port 443. Empty: nowhere; 443"
                                + " needs a privilege, and often belongs to another web server in front of us.")
        List<String> tls,

        @Setting(
                value = "1000",
                min = 1,
                doc = "Connections open at one time; the next client is told to come back later.")
        int maxConnections,

        @Setting(
                value = "100",
                min = 1,
                doc =
                        "Connections open at one time from one address (IPv6: from one /64). A proxy in front of us is one address.")
        int maxConnectionsPerAddress,

        @Setting(
                value = "4KiB",
                min = 256,
                max = 65536,
                doc = "The longest request line, its CRLF left out; 414 beyond (RFC 9112 §3).")
        ByteSize requestLine,

        @Setting(
                value = "16KiB",
                min = 1024,
                max = 1048576,
                doc = "The most octets of a request's header fields, their CRLFs included; 431 beyond (RFC 6585 §5).")
        ByteSize headerSize,

        @Setting(value = "64KiB", min = 1024, max = 16777216, doc = "The largest body of a request; 413 beyond.")
        ByteSize bodySize,

        @Setting(
                value = "10s",
                min = 1,
                max = 3600,
                doc = "Time for a whole request, from its first octet to its last; 408 beyond.")
        Duration requestTime,

        @Setting(value = "30s", min = 1, max = 3600, doc = "Time a connection may lie idle between two requests.")
        Duration idleTime,

        @Setting(value = "30s", min = 1, doc = "Time a client may let an answer of ours wait unread.")
        Duration writeTime,

        @Setting(
                value = "5s",
                min = 1,
                max = 60,
                doc = "Time the store has to write a row before /healthz says that it cannot.")
        Duration healthTime,

        @Setting(
                value = "",
                doc =
                        "Addresses or networks of the reverse proxies in front of us, those on this machine too: each must be here, or its"
                                + " clients may not log in, or count as this machine. Nobody else may have such an address, since without a"
                                + " client that the proxy names nobody is let log in. What passes on octets without reading them (a TCP"
                                + " balancer, stunnel) must not stand in front of HTTP on this machine.")
        List<String> trustedProxies,

        @Setting(
                value = "x-forwarded-for",
                doc =
                        "The one field in which a trusted proxy says who the client is, for the guard against guessers, and whether it came"
                                + " under TLS: x-forwarded-for, with X-Forwarded-Proto beside it, or forwarded (RFC 7239). The proxy must"
                                + " add to that field or set it in each request, and set X-Forwarded-Proto; of the other kind it must let"
                                + " nothing through, since a request with both may not log in.")
        ProxyField proxyField,

        @Setting(
                value = "7d",
                min = 86400,
                max = 31557600,
                doc =
                        "How long others may keep the MTA-STS policy of a domain of ours (max_age, RFC 8461 §3.2); weeks or more once all is"
                                + " well.")
        Duration mtaStsMaxAge) {
    /** Plain ones first. */
    public List<Place> places() {
        return Stream.concat(
                        plain.stream().map(text -> new Place(WebAddress.parse(text), false)),
                        tls.stream().map(text -> new Place(WebAddress.parse(text), true)))
                .toList();
    }

    /** What proxies write. */
    public enum ProxyField {
        X_FORWARDED_FOR,
        FORWARDED
    }
}

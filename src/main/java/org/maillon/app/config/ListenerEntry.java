package org.maillon.app.config;

import org.maillon.kernel.Setting;
import org.maillon.serve.tls.ListenerTls;
import org.maillon.submit.ListenerRole;

/** One {@code [[listener]]}. */
public record ListenerEntry(
        @Setting(value = "smtp", doc = "What is spoken there.")
        Protocol protocol,

        @Setting(
                value = "",
                doc =
                        "The address to listen on; :: for all of the machine's. Empty: loopback until a domain other than the"
                                + " demo's is configured, then all addresses.")
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
        String server,

        @Setting(
                value = "mx",
                doc =
                        "What an SMTP listener is there for: mx takes mail for our domains from other servers, submission takes"
                                + " mail to anyone from our users, who log in (RFC 6409).")
        ListenerRole role,

        @Setting(
                value = "starttls",
                doc =
                        "How TLS comes about: starttls when the client asks for it (STARTTLS, POP3's STLS), implicit before the"
                                + " first word (RFC 8314), none not at all. Passwords are taken under TLS, and from loopback, only.")
        Tls tls,

        @Setting(
                value = "none",
                doc =
                        "Whether clients are asked for a certificate: none, wanted (who has none that we believe is served like"
                                + " anybody else), or required (nobody else is served).")
        ListenerTls.ClientCertificates clientCertificates) {
    /** Where nothing is said beyond this. */
    public ListenerEntry(Protocol protocol, int port, ListenerRole role, Tls tls) {
        this(protocol, "", port, false, 1024, "default", role, tls, ListenerTls.ClientCertificates.NONE);
    }

    /** When TLS begins. */
    public enum Tls {
        STARTTLS,
        IMPLICIT,
        NONE
    }

    /** What a listener speaks. */
    public enum Protocol {
        SMTP,
        POP3
    }
}

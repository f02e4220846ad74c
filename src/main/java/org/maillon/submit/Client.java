package org.maillon.submit;

import java.net.InetAddress;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;
import org.maillon.verify.Passage;
import org.maillon.wire.address.Domain;

/**
 * Who hands us mail.
 *
 * @param greeting what it said in HELO or EHLO
 * @param protocol the {@code with} of the Received line: SMTP, ESMTP, UTF8SMTP, … (RFC 3848, RFC 6531 §4.3)
 * @param server the server it speaks to
 * @param passage its mail transaction, where it is in one
 */
public record Client(Link link, String greeting, String protocol, ServerId server, Optional<Passage> passage) {
    public Client(InetAddress address, String greeting, String protocol, ServerId server) {
        this(Link.from(address), greeting, protocol, server, Optional.empty());
    }

    public InetAddress address() {
        return link.address();
    }

    /** What stands behind {@code with} in Received: the protocol, and what protected it. */
    public String with() {
        return protocol
                + link.tls()
                        .map(tls -> " (" + tls.protocol() + " " + tls.cipher() + ")")
                        .orElse("");
    }

    /** In words, for traces and notices: {@code client.example [192.0.2.7]}. */
    public String origin() {
        return greeting + " " + new Domain.Literal(address());
    }
}

package org.maillon.serve.smtp;

import java.util.Optional;
import org.maillon.hosting.id.ServerId;
import org.maillon.serve.net.TlsServer;
import org.maillon.submit.ListenerRole;
import org.maillon.wire.address.Address;

/**
 * Who we are in the conversation, and what the listener is there for.
 *
 * @param name the host name in the greeting and in Received fields
 * @param postmaster who {@code <postmaster>} without a domain is (RFC 5321 §4.5.1)
 * @param startTls what STARTTLS begins; empty where it is not offered
 */
public record SmtpHost(
        String name, ServerId server, Address postmaster, ListenerRole role, Optional<TlsServer> startTls) {
    public SmtpHost(String name, ServerId server, Address postmaster) {
        this(name, server, postmaster, ListenerRole.MX, Optional.empty());
    }
}

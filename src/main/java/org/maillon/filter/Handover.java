package org.maillon.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/**
 * What a link is told of a message before its first octet.
 *
 * @param parameters as they stood behind MAIL FROM:&lt;…&gt;, such as {@code SIZE=1024}
 * @param id the message's, for logs on both sides; empty while it has none
 */
public record Handover(Visitor visitor, ReversePath sender, List<String> parameters, List<Addressee> to, String id) {
    public Handover {
        parameters = List.copyOf(parameters);
        to = List.copyOf(to);
    }

    /** @param parameters as they stood behind RCPT TO:&lt;…&gt; */
    public record Addressee(Address address, List<String> parameters) {
        public Addressee {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Who hands the message over, and to whom of us.
     *
     * @param greeting what it said in HELO or EHLO
     * @param hostName what we call ourselves there
     * @param tls where the session is under TLS
     * @param login the account that logged in
     */
    public record Visitor(
            InetAddress address, String greeting, String hostName, Optional<Tls> tls, Optional<Login> login) {}

    /** @param subject of the client's certificate; empty where it showed none */
    public record Tls(String protocol, String cipher, String subject) {}

    public record Login(String name, String mechanism) {}
}

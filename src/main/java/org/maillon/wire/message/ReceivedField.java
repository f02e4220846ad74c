package org.maillon.wire.message;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/**
 * The Received field that each server puts in front of what it took. RFC 5321 §4.4.
 *
 * @param from who it came from; empty where that is nobody's business (RFC 5321 §7.6)
 * @param by our host name
 * @param recipient only where there is a single one: a list would tell Bcc recipients of each other (RFC 5321 §7.2)
 */
public record ReceivedField(
        Optional<From> from, String by, String protocol, String id, Optional<String> recipient, Instant at) {
    /** @param greeting what the client called itself */
    public record From(String greeting, InetAddress client) {}

    public byte[] toOctets() {
        StringBuilder field = new StringBuilder(256).append("Received: ");
        from.ifPresent(client -> field.append("from ")
                .append(client.greeting())
                .append(" (")
                .append(new Domain.Literal(client.client()))
                .append(")\r\n\t"));
        field.append("by ")
                .append(by)
                .append(" with ")
                .append(protocol)
                .append(" id ")
                .append(id);
        recipient.ifPresent(
                address -> field.append("\r\n\tfor <").append(address).append('>'));
        field.append(";\r\n\t").append(MessageDate.format(at)).append("\r\n");
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }
}

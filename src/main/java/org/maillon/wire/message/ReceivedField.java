package org.maillon.wire.message;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/**
 * The Received field that each server puts in front of what it took. RFC 5321 §4.4.
 *
 * @param greeting what the client called itself
 * @param by our host name
 * @param recipient only where there is a single one: a list would tell Bcc recipients of each other (RFC 5321 §7.2)
 */
public record ReceivedField(
        String greeting,
        InetAddress client,
        String by,
        String protocol,
        String id,
        Optional<String> recipient,
        Instant at) {
    public byte[] toOctets() {
        StringBuilder field = new StringBuilder(256)
                .append("Received: from ")
                .append(greeting)
                .append(" (")
                .append(new Domain.Literal(client))
                .append(")\r\n\tby ")
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

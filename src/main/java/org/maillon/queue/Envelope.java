package org.maillon.queue;

import java.time.Instant;
import java.util.List;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;

/**
 * What travels beside the message (RFC 5321 §2.3.1), and where it came from.
 *
 * @param parameters BODY, SMTPUTF8, RET and ENVID as they came
 * @param origin who handed it to us, in words for trace and notices: {@code client.example [192.0.2.7]}
 */
public record Envelope(
        ReversePath sender,
        MailParameters parameters,
        List<Recipient> recipients,
        TenantId tenant,
        ServerId server,
        Instant arrived,
        String origin) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }
}

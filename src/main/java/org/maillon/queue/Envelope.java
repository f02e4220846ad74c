package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.DeliverBy;
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

    Envelope with(MailParameters others) {
        return new Envelope(sender, others, recipients, tenant, server, arrived, origin);
    }

    /** Before this it is not tried (RFC 4865 §3). */
    Instant release() {
        return parameters
                .wishes()
                .release()
                .map(release -> release.of(arrived))
                .filter(arrived::isBefore)
                .orElse(arrived);
    }

    long heldMillis() {
        return Duration.between(arrived, release()).toMillis();
    }

    /** When the time is over in which it was to be delivered (RFC 2852 §4), in either mode. */
    Optional<Instant> deadline() {
        return parameters.wishes().deliverBy().map(by -> by.deadline(arrived));
    }

    /** Whether it goes back at its deadline rather than on. */
    public boolean returnsAtDeadline() {
        return parameters
                .wishes()
                .deliverBy()
                .filter(by -> by.mode() == DeliverBy.Mode.RETURN)
                .isPresent();
    }

    public Envelope from(ReversePath other) {
        return new Envelope(other, parameters, recipients, tenant, server, arrived, origin);
    }
}

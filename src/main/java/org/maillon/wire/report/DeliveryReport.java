package org.maillon.wire.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.EnhancedStatus;

/**
 * What a report says.
 *
 * @param host the server that reports: Reporting-MTA, and the right side of From and Message-ID
 * @param id names this report; unique at {@code host}
 * @param boundary letters and digits that do not occur in the original: long and random
 * @param about the message reported on
 * @param utf8 whether the reader takes UTF-8 in headers (RFC 6533)
 */
public record DeliveryReport(
        String host,
        String id,
        String boundary,
        Address to,
        Instant date,
        About about,
        List<Outcome> outcomes,
        boolean utf8) {
    public DeliveryReport {
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("a report on no recipient");
        }
    }

    /**
     * @param envelopeId ENVID as the sender gave it (RFC 3464 §2.2.1)
     * @param queueId ours
     */
    public record About(Optional<String> envelopeId, String queueId, Instant arrived) {}

    /** Those of RFC 3464 §2.3.3 that are ever reported. */
    public enum Action {
        FAILED,
        DELIVERED,
        RELAYED
    }

    /**
     * One recipient's part.
     *
     * @param original ORCPT as {@code type;address} (RFC 3464 §2.3.1)
     * @param recipient Final-Recipient
     * @param remote the server that decided (Remote-MTA)
     * @param reply its words, or ours where there was none
     * @param words what happened, for a person
     */
    public record Outcome(
            Optional<String> original,
            Address recipient,
            Action action,
            EnhancedStatus status,
            Optional<String> remote,
            String reply,
            String words,
            Instant at) {}

    public boolean saysFailed() {
        return outcomes.stream().anyMatch(outcome -> outcome.action() == Action.FAILED);
    }
}

package org.maillon.wire.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/**
 * What a report says.
 *
 * @param host the server that reports: Reporting-MTA, and the right side of From and Message-ID
 * @param id names this report; unique at {@code host}
 * @param boundary letters and digits that do not occur in the original: long and random
 * @param to the sender of the message reported on, whose language the words are in
 */
public record DeliveryReport(
        String host,
        String id,
        String boundary,
        Address to,
        Language language,
        Instant date,
        About about,
        List<Outcome> outcomes) {
    public DeliveryReport {
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("a report on no recipient");
        }
    }

    /**
     * The message reported on.
     *
     * @param envelopeId ENVID as the sender meant it, decoded (RFC 3464 §2.2.1)
     * @param queueId ours
     * @param origin who handed it to us: a name, and an address in brackets (RFC 3464 §2.2.4)
     * @param retriedUntil until when it is tried
     */
    public record About(
            Optional<String> envelopeId, String queueId, String origin, Instant arrived, Instant retriedUntil) {}

    /** RFC 3464 §2.3.3. */
    public enum Action {
        FAILED(5),
        DELAYED(4),
        DELIVERED(2),
        RELAYED(2),
        EXPANDED(2);

        /** The class that Status may have: it must not tell another story than Action (RFC 3464 §2.3.4). */
        private final int kind;

        Action(int kind) {
            this.kind = kind;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean goesWith(int statusKind) {
            return statusKind == kind || this == FAILED && statusKind == 4;
        }
    }

    /**
     * One recipient's part.
     *
     * @param original ORCPT as it came (RFC 3464 §2.3.1)
     * @param recipient Final-Recipient
     * @param status as the reply has it, or as only we know it; corrected where it contradicts {@code action}
     * @param remote the server that was tried (Remote-MTA)
     * @param reply what decided
     * @param repliedByRemote whether those are the server's own words
     */
    public record Outcome(
            Optional<String> original,
            Address recipient,
            Action action,
            EnhancedStatus status,
            Optional<String> remote,
            Reply reply,
            boolean repliedByRemote,
            Instant at) {
        public Outcome {
            status = action.goesWith(status.kind()) ? status : new EnhancedStatus(action.kind, 0, 0);
        }

        /** RFC 3463 §3.5: X.4.7. */
        boolean isExpired() {
            return action == Action.FAILED && status.subject() == 4 && status.detail() == 7;
        }

        Cause cause() {
            return Cause.of(reply, !repliedByRemote);
        }
    }

    /** What it is as a whole. */
    public enum Kind {
        FAILED("failure"),
        MIXED("failure and success"),
        DELAYED("delay"),
        DELIVERED("success"),
        HANDED_ON("success");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands behind {@code a notice of}. */
        @Override
        public String toString() {
            return word;
        }
    }

    public Kind kind() {
        if (allAre(Action.FAILED)) {
            return Kind.FAILED;
        } else if (outcomes.stream().anyMatch(outcome -> outcome.action() == Action.FAILED)) {
            return Kind.MIXED;
        } else if (outcomes.stream().anyMatch(outcome -> outcome.action() == Action.DELAYED)) {
            return Kind.DELAYED;
        }
        return allAre(Action.DELIVERED) ? Kind.DELIVERED : Kind.HANDED_ON;
    }

    private boolean allAre(Action action) {
        return outcomes.stream().allMatch(outcome -> outcome.action() == action);
    }

    /** RET speaks of these alone (RFC 3461 §4.3). */
    public boolean saysFailed() {
        return outcomes.stream().anyMatch(outcome -> outcome.action() == Action.FAILED);
    }

    /**
     * Whether the reader's server takes UTF-8 in headers and addresses: it does where the reader's own address needs it. To
     * all others a report is ASCII, whatever it quotes (RFC 6533 §4.1).
     */
    public boolean utf8() {
        return to.needsUtf8();
    }
}

package org.maillon.wire.smtp.client;

import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/** What a reply to RCPT means for its recipient. */
public enum RcptAnswer {
    ACCEPTED,
    /** This transaction is full; the recipient goes into another one, at once (RFC 5321 §4.5.3.1.10). */
    IN_ANOTHER_TRANSACTION,
    NOT_NOW,
    NEVER,
    /** The server says good-bye (RFC 5321 §3.8): nothing is said about the recipient. */
    SERVER_LEAVES;

    private static final EnhancedStatus TOO_MANY_FOR_NOW = new EnhancedStatus(4, 5, 3);
    private static final EnhancedStatus TOO_MANY = new EnhancedStatus(5, 5, 3);

    /**
     * @param accepted how many recipients of this transaction the peer has taken before
     */
    public static RcptAnswer of(Reply reply, int accepted) {
        if (reply.code() / 100 == 2) {
            return ACCEPTED;
        } else if (reply.code() == 421) {
            return SERVER_LEAVES;
        } else if (saysTooMany(reply)) {
            // With nobody taken yet, another transaction would hear the same: then it is a wait.
            return accepted > 0 ? IN_ANOTHER_TRANSACTION : NOT_NOW;
        }
        return reply.isPermanent() ? NEVER : NOT_NOW;
    }

    /**
     * 452, or the 552 of old servers, which is to be read as 452 (RFC 5321 §4.5.3.1.10). An enhanced code that says
     * something else, such as 5.2.2 for a full mailbox, is believed.
     */
    private static boolean saysTooMany(Reply reply) {
        if (reply.code() != 452 && reply.code() != 552) {
            return false;
        }
        return reply.status()
                .map(status -> status.equals(TOO_MANY_FOR_NOW) || status.equals(TOO_MANY))
                .orElse(true);
    }
}

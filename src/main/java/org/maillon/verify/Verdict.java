package org.maillon.verify;

import java.time.Instant;
import java.util.Optional;
import org.maillon.wire.smtp.Reply;

/**
 * What is known of an address's existence.
 *
 * @param when it was found out
 * @param by who said so: {@code directory}, {@code DNS}, or a server's name; empty where nobody did
 * @param said the server's own words, where a server was asked
 */
public record Verdict(Finding finding, Instant when, String by, Optional<Reply> said, Evidence evidence) {
    Verdict(Finding finding, Instant when, String by, Evidence evidence) {
        this(finding, when, by, Optional.empty(), evidence);
    }

    public sealed interface Finding {
        record Exists() implements Finding {}

        record DoesNotExist(Reason reason) implements Finding {}

        /** The domain says yes to every local part. */
        record AcceptsAll() implements Finding {}

        /** Nobody was asked, or nobody could tell. */
        record Unknown(String why, Then then) implements Finding {}
    }

    /** What a client hears where existence is not known. */
    public enum Then {
        /** Its mail is taken. */
        GO_ON,
        /** DNS does not answer: later. */
        DNS_LATER,
        /** Another directory keeps the domain's people, and does not answer: later. */
        DIRECTORY_LATER,
        /** The server that would take the mail gives no verdict, and the settings want one: later. */
        SERVER_LATER
    }

    /** Why it does not exist: it decides the enhanced code (RFC 3463 §3.2, RFC 7505 §4). */
    public enum Reason {
        /** X.1.1, or X.1.8 for a sender. */
        NO_SUCH_MAILBOX,
        /** X.2.1: it is there and takes no mail any more. */
        MAILBOX_CLOSED,
        /** X.1.2, or X.1.8 for a sender. */
        NO_SUCH_DOMAIN,
        /** 556 5.1.10, or 5.7.27 for a sender (RFC 7505 §4). */
        NULL_MX,
        /** A domain with neither MX nor address. X.1.2 */
        NO_MAIL_SERVER
    }
}

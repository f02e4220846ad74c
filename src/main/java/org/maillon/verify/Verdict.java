package org.maillon.verify;

import java.time.Instant;
import java.util.List;

/**
 * What is known of an address's existence.
 *
 * @param by who said so: {@code directory}, {@code DNS}, or a server's name
 * @param evidence what was asked and answered, a sentence each
 */
public record Verdict(Finding finding, Instant when, String by, List<String> evidence) {
    public Verdict {
        evidence = List.copyOf(evidence);
    }

    public sealed interface Finding {
        record Exists() implements Finding {}

        record DoesNotExist(Reason reason) implements Finding {}

        /** The domain says yes to every local part. */
        record AcceptsAll() implements Finding {}

        /** For a remote mailbox: its domain takes mail, the mailbox itself was not asked. Or DNS could not tell. */
        record Unknown(String why, boolean temporary) implements Finding {}
    }

    /** Why it does not exist: it decides the enhanced code (RFC 3463 §3.2, RFC 7505 §4). */
    public enum Reason {
        /** X.1.1, or X.1.8 for a sender. */
        NO_SUCH_MAILBOX,
        /** X.1.2, or X.1.8 for a sender. */
        NO_SUCH_DOMAIN,
        /** 556 5.1.10, or 5.7.27 for a sender (RFC 7505 §4). */
        NULL_MX,
        /** A domain with neither MX nor address. X.1.2 */
        NO_MAIL_SERVER
    }
}

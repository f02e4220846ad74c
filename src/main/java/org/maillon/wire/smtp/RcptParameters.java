package org.maillon.wire.smtp;

import java.util.Optional;
import java.util.Set;

/**
 * What stands behind RCPT TO:&lt;…&gt;.
 *
 * @param notifying NOTIFY; empty where not given, which is not the same as NEVER (RFC 3461 §4.1)
 * @param original ORCPT as it came; {@link OriginalRecipient} reads it (RFC 3461 §4.2)
 */
public record RcptParameters(Optional<Set<Notify>> notifying, Optional<String> original) {
    public static final RcptParameters NONE = new RcptParameters(Optional.empty(), Optional.empty());
}

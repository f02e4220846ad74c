package org.maillon.wire.smtp;

import java.util.Optional;

/**
 * What a client wishes for its message, beyond that it be delivered.
 *
 * @param requireTls REQUIRETLS: never without TLS to a server that proves its name (RFC 8689 §4)
 * @param release HOLDFOR or HOLDUNTIL (RFC 4865)
 * @param deliverBy BY (RFC 2852)
 * @param priority MT-PRIORITY, from -9 to 9 (RFC 6710 §4); 0 where not given
 * @param tlsWaived {@code TLS-Required: No} in its header: rather without TLS than not at all (RFC 8689 §3)
 */
public record Wishes(
        boolean requireTls,
        Optional<FutureRelease> release,
        Optional<DeliverBy> deliverBy,
        int priority,
        boolean tlsWaived) {
    public static final int LOWEST_PRIORITY = -9;
    public static final int HIGHEST_PRIORITY = 9;

    /** Nothing asked. */
    public static final Wishes PLAIN = new Wishes(false, Optional.empty(), Optional.empty(), 0);

    /** With a header that says nothing of TLS. */
    public Wishes(boolean requireTls, Optional<FutureRelease> release, Optional<DeliverBy> deliverBy, int priority) {
        this(requireTls, release, deliverBy, priority, false);
    }

    public Wishes waivingTls() {
        return new Wishes(requireTls, release, deliverBy, priority, true);
    }

    public Wishes {
        if (priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("a priority of " + priority);
        }
    }
}

package org.maillon.mailbox;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the time of day can be believed. Set a year ahead, while we ran or while we did not, it makes every delivery look
 * a year old; what a queue is about to try again would be forgotten, and stored twice. So nothing is forgotten before we
 * have run for as long as a queue needs to try all that is due.
 */
final class Settled {
    static final Duration AFTER = Duration.ofHours(1);

    /** A clock that is corrected by less is not set. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Mailboxes.Time time;
    private Instant since;
    private Duration ahead;

    Settled(Mailboxes.Time time) {
        this.time = time;
        this.since = time.steady().instant();
        this.ahead = Duration.between(since, time.clock().instant());
    }

    synchronized boolean isNow() {
        Instant steady = time.steady().instant();
        Duration by = Duration.between(steady, time.clock().instant());
        if (by.minus(ahead).abs().compareTo(SLACK) > 0) {
            since = steady;
            ahead = by;
        }
        return Duration.between(since, steady).compareTo(AFTER) >= 0;
    }
}

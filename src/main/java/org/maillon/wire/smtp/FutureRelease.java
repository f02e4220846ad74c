package org.maillon.wire.smtp;

import java.time.Duration;
import java.time.Instant;

/** Until when a message is to wait before it goes on (RFC 4865 §4), as its client said it. */
public sealed interface FutureRelease {
    /** HOLDFOR: counted from the message's arrival. */
    record After(Duration length) implements FutureRelease {}

    /** HOLDUNTIL: a moment, to the second. */
    record At(Instant moment) implements FutureRelease {}

    /** The moment of release of a message that came at {@code arrived}. */
    default Instant of(Instant arrived) {
        return switch (this) {
            case After(Duration length) -> arrived.plus(length);
            case At(Instant moment) -> moment;
        };
    }
}

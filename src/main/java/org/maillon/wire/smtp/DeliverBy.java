package org.maillon.wire.smtp;

import java.time.Duration;
import java.time.Instant;

/**
 * By when a message is to be delivered, and what is to happen to one that is not (RFC 2852 §4).
 *
 * @param within from the message's arrival, in whole seconds; negative where its time was over before it came
 * @param mode what follows once the time is over
 * @param trace whether its sender is to hear where the promise ends: at a server that does not know of it
 */
public record DeliverBy(Duration within, Mode mode, boolean trace) {
    /** by-time = ["-" / "+"] 1*9DIGIT */
    public static final long MOST_SECONDS = 999_999_999;

    /** by-mode */
    public enum Mode {
        /** The sender is told, and the message goes on. */
        NOTIFY,
        /** The message goes back. */
        RETURN
    }

    /** The end of its time, for a message that came at {@code arrived}. */
    public Instant deadline(Instant arrived) {
        return arrived.plus(within);
    }

    /** What is left of it at {@code now}, for a message that came at {@code arrived}: what goes on to the next server. */
    public DeliverBy left(Instant arrived, Instant now) {
        long seconds = deadline(arrived).getEpochSecond() - now.getEpochSecond();
        return new DeliverBy(Duration.ofSeconds(Math.clamp(seconds, -MOST_SECONDS, MOST_SECONDS)), mode, trace);
    }

    /** by-value */
    public String written() {
        return within.toSeconds() + ";" + (mode == Mode.RETURN ? "R" : "N") + (trace ? "T" : "");
    }
}

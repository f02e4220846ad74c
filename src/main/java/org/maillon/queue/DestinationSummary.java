package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;

/**
 * What waits for one destination.
 *
 * @param recipients those without an end; {@code running} and {@code held} of them run and are held
 * @param oldest when the oldest message arrived
 * @param nextDue the next attempt that is not due yet
 * @param rests for how much longer it rests because it was down
 * @param lastReason why the last attempt that failed for now did, since this run began
 */
public record DestinationSummary(
        ServerId server,
        Destination destination,
        long recipients,
        long running,
        long held,
        Instant oldest,
        Optional<Instant> nextDue,
        Optional<Duration> rests,
        Optional<String> lastReason) {}

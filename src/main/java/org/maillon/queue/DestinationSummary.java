package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;

/**
 * What waits for one destination, or for several that have their mail servers in common.
 *
 * @param destination one of them, the first by name
 * @param destinations how many there are
 * @param recipients those without an end; {@code running} and {@code held} of them run and are held
 * @param oldest when the oldest message arrived
 * @param nextDue the next attempt that is not due yet
 * @param rests for how much longer it rests because it was down
 * @param lastReason why the last attempt that failed for now did, since this run began
 * @param site empty while it is not known which servers it has
 */
public record DestinationSummary(
        ServerId server,
        Destination destination,
        int destinations,
        long recipients,
        long running,
        long held,
        Instant oldest,
        Optional<Instant> nextDue,
        Optional<Duration> rests,
        Optional<String> lastReason,
        Optional<SiteSummary> site) {}

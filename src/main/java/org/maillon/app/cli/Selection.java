package org.maillon.app.cli;

import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.Destination;
import org.maillon.queue.Filter;
import org.maillon.wire.address.Address;
import picocli.CommandLine.Option;

/** The options by which messages of the queue are chosen; all that are given must fit. */
final class Selection {
    @Option(names = "--from", paramLabel = "ADDRESS", description = "Sent by this address.")
    Optional<Address> sender = Optional.empty();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Still waiting for this recipient.")
    Optional<Address> recipient = Optional.empty();

    @Option(names = "--destination", paramLabel = "WHERE", description = "Waiting for this, such as mx:example.org.")
    Optional<String> destination = Optional.empty();

    @Option(names = "--state", paramLabel = "STATE", description = "waiting, ready, running or held.")
    Optional<Filter.State> state = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    boolean isEmpty() {
        return filter().equals(Filter.ALL);
    }

    Filter filter() {
        return new Filter(Optional.empty(), sender, recipient, destination.map(Destination::new), state, tenant);
    }
}

package org.maillon.queue;

import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;

/**
 * Which messages an operator means: all conditions together; {@link #ALL} has none.
 *
 * @param recipient one that has come to no end yet
 * @param destination one that a recipient waits for: {@code mx:example.org}
 */
public record Filter(
        Optional<QueueId> id,
        Optional<Address> sender,
        Optional<Address> recipient,
        Optional<Destination> destination,
        Optional<State> state,
        Optional<TenantId> tenant) {
    public static final Filter ALL = new Filter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What a recipient's delivery is at. */
    public enum State {
        /** For its time. */
        WAITING,
        /** For room: it is due, and its destination is busy or rests. */
        READY,
        RUNNING,
        HELD
    }

    public static Filter of(QueueId id) {
        return new Filter(
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Filter withSender(Address address) {
        return new Filter(id, Optional.of(address), recipient, destination, state, tenant);
    }

    public Filter withRecipient(Address address) {
        return new Filter(id, sender, Optional.of(address), destination, state, tenant);
    }

    public Filter withDestination(Destination value) {
        return new Filter(id, sender, recipient, Optional.of(value), state, tenant);
    }

    public Filter withState(State value) {
        return new Filter(id, sender, recipient, destination, Optional.of(value), tenant);
    }

    /** Whether rows must be read to tell. */
    boolean needsEnvelope() {
        return sender.isPresent() || recipient.isPresent();
    }

    /** Of these, those that are held. */
    Filter held() {
        return new Filter(id, sender, recipient, destination, Optional.of(State.HELD), tenant);
    }
}

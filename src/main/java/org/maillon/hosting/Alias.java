package org.maillon.hosting;

import java.time.Instant;
import java.util.List;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;

/**
 * An address that stands for others.
 *
 * @param targets one or more; may be remote, may be aliases again
 */
public record Alias(Address address, TenantId tenant, List<Address> targets, Instant created) {
    public Alias {
        targets = List.copyOf(targets);
    }
}

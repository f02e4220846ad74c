package org.maillon.hosting;

import java.time.Instant;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * A domain whose mail ends here.
 *
 * @param catchAll who gets mail for local parts that nobody has
 * @param postmaster who answers for postmaster@ and abuse@ where no such account or alias is (RFC 5321 §4.5.1, RFC
 *     2142 §4): the domain's first account, until told otherwise
 */
public record HostedDomain(
        Domain.Name name, TenantId tenant, Optional<Address> catchAll, Optional<Address> postmaster, Instant created) {}

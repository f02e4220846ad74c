package org.maillon.hosting;

import java.time.Instant;
import java.util.Optional;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;

/**
 * A customer.
 *
 * @param title the name people read
 * @param server the server its mail goes through
 * @param postmaster who reads postmaster@ and abuse@ of a domain that names nobody itself
 */
public record Tenant(TenantId id, String title, ServerId server, Optional<Address> postmaster, Instant created) {}

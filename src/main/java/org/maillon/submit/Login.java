package org.maillon.submit;

import org.maillon.hosting.Proof;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;

/**
 * Who has logged in (RFC 4954).
 *
 * @param address the account's own
 * @param mechanism how, by its SASL name
 * @param proof what let them in
 */
public record Login(AccountId account, TenantId tenant, Address address, String mechanism, Proof proof) {}

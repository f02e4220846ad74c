package org.maillon.hosting;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;

/** What an address comes to. */
public sealed interface Resolution {
    /** Its domain is not hosted here. */
    record NotOurs() implements Resolution {}

    record NoSuchMailbox(TenantId tenant) implements Resolution {}

    /**
     * Another directory would know, and cannot be asked, or says what cannot be followed. Never a reason to refuse for good.
     *
     * @param why the end of a sentence
     */
    record NotNow(TenantId tenant, String why) implements Resolution {}

    /**
     * @param detail what stood behind the plus, such as {@code news} in {@code ada+news@example.org}
     */
    record ToAccount(Account account, Optional<String> detail) implements Resolution {}

    /**
     * An alias, a catch-all or a postmaster's duty that leads to one address or more, remote ones perhaps.
     *
     * @param alias the address that was asked for
     */
    record ToAddresses(TenantId tenant, List<Address> targets, Address alias) implements Resolution {
        public ToAddresses {
            targets = List.copyOf(targets);
        }
    }
}

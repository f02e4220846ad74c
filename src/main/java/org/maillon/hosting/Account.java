package org.maillon.hosting;

import java.time.Instant;
import java.util.List;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.wire.address.Address;

/**
 * Somebody with a mailbox and a password.
 *
 * @param address as it was written when it was added; lookups compare without case
 * @param quota how many octets the mailbox may hold, always one or more
 * @param forwards where a copy of each arriving message goes on to; may be remote
 * @param keepCopy whether the mailbox keeps a message that was forwarded; always true without forwards
 */
public record Account(
        AccountId id,
        TenantId tenant,
        Address address,
        ByteSize quota,
        List<Address> forwards,
        boolean keepCopy,
        Instant created) {
    public Account {
        forwards = List.copyOf(forwards);
    }

    /** Whether {@code other} names this account, as hosted addresses compare. */
    boolean isAt(Address other) {
        return address.domain().equals(other.domain())
                && Names.fold(address.localPart()).equals(Names.fold(other.localPart()));
    }

    Account withQuota(ByteSize changed) {
        return new Account(id, tenant, address, changed, forwards, keepCopy, created);
    }

    Account withForwards(List<Address> targets, boolean keep) {
        return new Account(id, tenant, address, quota, targets, keep || targets.isEmpty(), created);
    }
}

package org.maillon.web.api;

import java.util.List;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Resolution;
import org.maillon.queue.Quarantine;
import org.maillon.queue.Quarantined;
import org.maillon.queue.Queued;
import org.maillon.submit.limits.AccountLimits;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Which recipients that are kept back a caller sees and decides about, for one request. To find that out may mean to
 * ask another directory, so it is never asked about the domains of other tenants, and how often it was is counted.
 */
final class OwnRecipients {
    private final Directory directory;
    private final Caller caller;
    private int asked;
    private boolean unclear;

    OwnRecipients(Directory directory, Caller caller) {
        this.directory = directory;
        this.caller = caller;
    }

    /** What is held because its sender may be a thief is for the operator to decide, not for those it writes to. */
    List<Queued.Open> of(Quarantined one) {
        List<Queued.Open> held = Quarantine.held(one.message());
        return switch (caller) {
            case Caller.Operator _ -> held;
            case Caller.Holder _ when AccountLimits.holds(one) -> List.of();
            case Caller.Holder(Account account) ->
                held.stream()
                        .filter(open -> leadsTo(open.recipient().address(), account, 1))
                        .toList();
        };
    }

    /** To that account and nobody else: directly, or by an alias for it alone. */
    private boolean leadsTo(Address address, Account account, int aliases) {
        if (!isOfTenant(address, account)) {
            return false;
        }
        asked++;
        return switch (directory.resolve(address)) {
            case Resolution.ToAccount(Account found, var _) -> found.id().equals(account.id());
            case Resolution.ToAddresses(var _, List<Address> targets, var _) ->
                aliases > 0 && targets.size() == 1 && leadsTo(targets.getFirst(), account, aliases - 1);
            case Resolution.NotOurs _, Resolution.NoSuchMailbox _ -> false;
            case Resolution.NotNow _ -> {
                unclear = true;
                yield false;
            }
        };
    }

    private boolean isOfTenant(Address address, Account account) {
        return !(address.domain() instanceof Domain.Name name)
                || directory
                        .domain(name)
                        .filter(domain -> domain.tenant().equals(account.tenant()))
                        .isPresent();
    }

    /** How often the directory was. */
    int asked() {
        return asked;
    }

    /** Whose some of them are cannot be told just now. */
    boolean isUnclear() {
        return unclear;
    }
}

package org.maillon.hosting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.maillon.hosting.id.AccountId;
import org.maillon.wire.address.Address;

/** As whom an account may send: itself, whatever leads to it, and what it was given (RFC 6409 §6.1). */
public final class SendingRights {
    /** Aliases of aliases are followed so far. */
    private static final int MOST_LOOKED_AT = 200;

    /** More would not be read. */
    private static final int MOST_NAMED = 5;

    private final Directory directory;
    private final Grants grants;

    SendingRights(Directory directory, Grants grants) {
        this.directory = directory;
        this.grants = grants;
    }

    /** Whether the account may send as somebody. */
    public enum Judgement {
        ALLOWED,
        DENIED,
        /** Another directory would know, and gives no answer. */
        NOT_NOW
    }

    public Judgement judge(Account account, Address from) {
        return account.isAt(from) || grants.include(account.address(), from)
                ? Judgement.ALLOWED
                : leadsTo(account.id(), from);
    }

    /** For a refusal: what it may write instead. */
    public List<String> named(Account account) {
        List<String> names = new ArrayList<>();
        names.add(account.address().toString());
        grants.of(account.address()).stream().limit(MOST_NAMED).forEach(grant -> names.add(grant.toString()));
        return List.copyOf(names);
    }

    private Judgement leadsTo(AccountId account, Address from) {
        boolean clear = true;
        Deque<Address> open = new ArrayDeque<>(List.of(from));
        Set<Address> seen = new HashSet<>(open);
        for (int looked = 0; looked < MOST_LOOKED_AT && !open.isEmpty(); looked++) {
            switch (directory.resolve(open.remove())) {
                case Resolution.ToAccount(Account found, var _) -> {
                    if (found.id().equals(account)) {
                        return Judgement.ALLOWED;
                    }
                }
                case Resolution.ToAddresses(var _, List<Address> targets, var _) ->
                    targets.stream().filter(seen::add).forEach(open::add);
                case Resolution.NotNow _ -> clear = false;
                case Resolution.NotOurs _, Resolution.NoSuchMailbox _ -> {}
            }
        }
        return clear ? Judgement.DENIED : Judgement.NOT_NOW;
    }
}

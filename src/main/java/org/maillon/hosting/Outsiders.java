package org.maillon.hosting;

import java.util.Optional;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * People whom another directory keeps, and their accounts here, which are made when they are first needed: an account
 * without a password of its own, in a domain that the other directory knows. Whether such a person is there is always the
 * other directory's to say, so that who was removed there is not found here any more; the mailbox stays.
 */
final class Outsiders {
    private final Accounts accounts;
    private final DomainBook book;
    private final DirectorySettings settings;
    private volatile OutsideDirectory other = OutsideDirectory.NONE;

    Outsiders(Accounts accounts, DomainBook book, DirectorySettings settings) {
        this.accounts = accounts;
        this.book = book;
        this.settings = settings;
    }

    void ask(OutsideDirectory directory) {
        other = directory;
    }

    boolean know(Address address) {
        return address.domain() instanceof Domain.Name name && other.knows(name);
    }

    /** Who is given a password here is ours from then on. */
    boolean keep(Account account) {
        return know(account.address()) && book.password(account.address()).isEmpty();
    }

    Found find(Address address) {
        return other.find(address);
    }

    Found logIn(Address address, Secret password) {
        return other.logIn(address, password);
    }

    void forget(Address address) {
        other.forget(address);
    }

    /** Empty where the domain's people are ours alone. */
    Optional<String> title(Address address) {
        return address.domain() instanceof Domain.Name name && other.knows(name)
                ? Optional.of(other.title(name))
                : Optional.empty();
    }

    /** A person's account; empty where a mailbox of this name cannot be here, or is somebody's whom we keep ourselves. */
    Optional<Account> account(Address own) {
        if (!(own.domain() instanceof Domain.Name domain)
                || Names.wrongWithLocalPart(own.localPart(), settings.plusSeparators())
                        .isPresent()) {
            return Optional.empty();
        }
        return accounts.at(own)
                .or(() -> accounts.add(own, domain, Optional.empty(), settings.defaultQuota())
                        .toOptional())
                .or(() -> accounts.at(own))
                .filter(this::keep);
    }
}

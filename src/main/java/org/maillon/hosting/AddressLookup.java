package org.maillon.hosting;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.DirectoryRows.Entry;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.hosting.Resolution.NoSuchMailbox;
import org.maillon.hosting.Resolution.NotNow;
import org.maillon.hosting.Resolution.NotOurs;
import org.maillon.hosting.Resolution.ToAccount;
import org.maillon.hosting.Resolution.ToAddresses;
import org.maillon.hosting.id.TenantId;
import org.maillon.trust.srs.Srs;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** What an address comes to, rule by rule in the order of {@link #resolve}. */
final class AddressLookup {
    private final DomainBook book;
    private final Register register;
    private final Outsiders outsiders;
    private final String separators;
    private volatile Optional<Srs> srs = Optional.empty();

    AddressLookup(DomainBook book, Register register, Outsiders outsiders, String separators) {
        this.book = book;
        this.register = register;
        this.outsiders = outsiders;
        this.separators = separators;
    }

    void rewriting(Srs written) {
        srs = Optional.of(written);
    }

    /** With and without its detail. */
    void forget(Address address) {
        outsiders.forget(address);
        outsiders.forget(named(address).address());
    }

    Resolution resolve(Address address) {
        if (!(address.domain() instanceof Domain.Name name)) {
            return new NotOurs();
        }
        Optional<HostedDomain> domain = book.domain(name);
        if (domain.isEmpty()) {
            return new NotOurs();
        }
        return rewritten(address, domain.get())
                .or(() -> exactly(address, name, address))
                .or(() -> withoutDetail(address, name, address))
                .or(() -> keptOutside(address, domain.get(), address)
                        .filter(found -> !(found instanceof NotNow)
                                || byDuty(address, domain.get()).isEmpty()))
                .or(() -> byDuty(address, domain.get()))
                .or(() -> domain.get().catchAll().flatMap(target -> reach(target, domain.get(), address)))
                .orElseGet(() -> new NoSuchMailbox(domain.get().tenant()));
    }

    /** A forged one is nobody's, also where there is a catch-all: it would be a way to mail anyone through us. */
    private Optional<Resolution> rewritten(Address address, HostedDomain domain) {
        return srs.flatMap(known -> switch (known.read(address.localPart())) {
            case Srs.Back.To(Address sender) -> Optional.of(new ToAddresses(domain.tenant(), List.of(sender), address));
            case Srs.Back.Refused _ -> Optional.of(new NoSuchMailbox(domain.tenant()));
            case Srs.Back.NotRewritten _ -> Optional.empty();
        });
    }

    private Optional<Resolution> exactly(Address address, Domain.Name domain, Address asked) {
        return book.entry(domain, address.localPart()).flatMap(entry -> found(entry, Optional.empty(), asked));
    }

    /** RFC 5233 §1: {@code ada+news} is ada's, with the detail {@code news}. */
    private Optional<Resolution> withoutDetail(Address address, Domain.Name domain, Address asked) {
        Named named = named(address);
        return named.detail().isEmpty()
                ? Optional.empty()
                : book.entry(domain, named.address().localPart()).flatMap(entry -> found(entry, named.detail(), asked));
    }

    private record Named(Address address, Optional<String> detail) {}

    private Named named(Address address) {
        String localPart = address.localPart();
        int cut = firstSeparator(localPart);
        return cut < 1
                ? new Named(address, Optional.empty())
                : new Named(
                        new Address(localPart.substring(0, cut), address.domain()),
                        Optional.of(localPart.substring(cut + 1)));
    }

    private int firstSeparator(String localPart) {
        for (int i = 1; i < localPart.length(); i++) {
            if (separators.indexOf(localPart.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Resolution> found(Entry entry, Optional<String> detail, Address asked) {
        return switch (entry) {
            case Entry.OfAccount(Account account) ->
                outsiders.keep(account)
                        ? stillThere(account, detail, asked)
                        : Optional.of(new ToAccount(account, detail));
            case Entry.OfAlias(Alias alias) -> Optional.of(new ToAddresses(alias.tenant(), alias.targets(), asked));
        };
    }

    /** The mailbox is here; whether its owner still is, the other directory knows. */
    private Optional<Resolution> stillThere(Account account, Optional<String> detail, Address asked) {
        return switch (outsiders.find(account.address())) {
            case Found.Person(Address own) when account.isAt(own) -> Optional.of(new ToAccount(account, detail));
            case Found.Person(Address own) -> Optional.of(person(own, account.tenant(), detail, asked));
            case Found.Nobody _ -> Optional.empty();
            case Found.NotNow(String why) -> Optional.of(new NotNow(account.tenant(), why));
        };
    }

    /** Asked about the name without its detail alone: a question for each detail would be a way to make it work. */
    private Optional<Resolution> keptOutside(Address address, HostedDomain domain, Address asked) {
        if (!outsiders.know(address)) {
            return Optional.empty();
        }
        Named named = named(address);
        return switch (outsiders.find(named.address())) {
            case Found.Person(Address own) -> Optional.of(person(own, domain.tenant(), named.detail(), asked));
            case Found.Nobody _ -> Optional.empty();
            case Found.NotNow(String why) -> Optional.of(new NotNow(domain.tenant(), why));
        };
    }

    /** At the first need the mailbox is made. */
    private Resolution person(Address own, TenantId tenant, Optional<String> detail, Address asked) {
        Optional<Entry> here =
                own.domain() instanceof Domain.Name name ? book.entry(name, own.localPart()) : Optional.empty();
        if (here.isPresent() && here.get() instanceof Entry.OfAlias(Alias alias)) {
            return new ToAddresses(alias.tenant(), alias.targets(), asked);
        }
        return here.flatMap(Accounts::account)
                .or(() -> outsiders.account(own))
                .<Resolution>map(account -> new ToAccount(account, detail))
                .orElseGet(() -> new NotNow(tenant, own + ", as it is called there, can have no mailbox here"));
    }

    /** RFC 5321 §4.5.1, RFC 2142 §4: somebody always reads postmaster@ and abuse@. The first who can be reached does. */
    private Optional<Resolution> byDuty(Address address, HostedDomain domain) {
        if (!Names.isDuty(address.localPart())) {
            return Optional.empty();
        }
        return domain.postmaster()
                .flatMap(target -> directly(target, domain, address))
                .or(() -> register.tenant(domain.tenant())
                        .flatMap(Tenant::postmaster)
                        .flatMap(target -> directly(target, domain, address)));
    }

    /** Where a catch-all leads; it may lead to whoever has the duty. */
    private Optional<Resolution> reach(Address target, HostedDomain domain, Address asked) {
        return directly(target, domain, asked)
                .or(() -> target.domain() instanceof Domain.Name name
                        ? book.domain(name).flatMap(other -> byDuty(target, other))
                        : Optional.empty());
    }

    /** Empty where the target is in a domain of ours but nobody's: leading there would only go in circles. */
    private Optional<Resolution> directly(Address target, HostedDomain domain, Address asked) {
        if (target.domain() instanceof Domain.Name name && book.domain(name).isPresent()) {
            return exactly(target, name, asked)
                    .or(() -> withoutDetail(target, name, asked))
                    .or(() -> book.domain(name).flatMap(other -> keptOutside(target, other, asked)));
        }
        return Optional.of(new ToAddresses(domain.tenant(), List.of(target), asked));
    }
}

package org.maillon.hosting;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.DirectoryRows.Entry;
import org.maillon.hosting.Resolution.NoSuchMailbox;
import org.maillon.hosting.Resolution.NotOurs;
import org.maillon.hosting.Resolution.ToAccount;
import org.maillon.hosting.Resolution.ToAddresses;
import org.maillon.trust.srs.Srs;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** What an address comes to, rule by rule in the order of {@link #resolve}. */
final class AddressLookup {
    private final DomainBook book;
    private final Register register;
    private final String separators;
    private volatile Optional<Srs> srs = Optional.empty();

    AddressLookup(DomainBook book, Register register, String separators) {
        this.book = book;
        this.register = register;
        this.separators = separators;
    }

    void rewriting(Srs written) {
        srs = Optional.of(written);
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
        return book.entry(domain, address.localPart()).map(entry -> found(entry, Optional.empty(), asked));
    }

    /** RFC 5233 §1: {@code ada+news} is ada's, with the detail {@code news}. */
    private Optional<Resolution> withoutDetail(Address address, Domain.Name domain, Address asked) {
        String localPart = address.localPart();
        int cut = firstSeparator(localPart);
        if (cut < 1) {
            return Optional.empty();
        }
        Optional<String> detail = Optional.of(localPart.substring(cut + 1));
        return book.entry(domain, localPart.substring(0, cut)).map(entry -> found(entry, detail, asked));
    }

    private int firstSeparator(String localPart) {
        for (int i = 1; i < localPart.length(); i++) {
            if (separators.indexOf(localPart.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static Resolution found(Entry entry, Optional<String> detail, Address asked) {
        return switch (entry) {
            case Entry.OfAccount(Account account) -> new ToAccount(account, detail);
            case Entry.OfAlias(Alias alias) -> new ToAddresses(alias.tenant(), alias.targets(), asked);
        };
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
            return exactly(target, name, asked).or(() -> withoutDetail(target, name, asked));
        }
        return Optional.of(new ToAddresses(domain.tenant(), List.of(target), asked));
    }
}

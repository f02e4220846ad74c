package org.maillon.hosting;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Secret;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.srs.Srs;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.Language;

/**
 * Tenants, servers, domains, accounts, aliases: looked up and changed. Every method may be called from any thread, blocks
 * on nothing but the store, the log-in's hash and, in {@link #resolve}, another directory; each throws {@link StoreException}
 * where the store cannot.
 */
public final class Directory {
    private final DirectorySettings settings;
    private final Register register;
    private final DomainBook book;
    private final DomainClaims claims;
    private final Accounts accounts;
    private final Aliases aliases;
    private final Passwords passwords;
    private final Credentials credentials;
    private final SecondFactors secondFactors;
    private final ApiKeys apiKeys;
    private final AddressLookup lookup;
    private final Grants grants;
    private final Outsiders outsiders;

    /** {@code entropy} makes salts: it must be a {@link java.security.SecureRandom} outside tests. */
    public Directory(Store store, InstantSource clock, RandomGenerator entropy, DirectorySettings settings) {
        this.settings = settings;
        this.register = new Register(store, clock, settings);
        this.book = new DomainBook(store, clock, settings);
        this.claims = new DomainClaims(store, book, clock, entropy);
        this.accounts = new Accounts(store, book, clock, entropy);
        this.aliases = new Aliases(book, clock);
        this.grants = new Grants(store, accounts);
        Salts salts = new Salts(store, entropy);
        this.passwords = new Passwords(new PasswordHasher(settings, entropy), salts, settings);
        this.credentials =
                new Credentials(store, accounts, passwords, new Credentials.Making(clock, entropy, settings));
        this.secondFactors =
                new SecondFactors(store, accounts, salts, new Credentials.Making(clock, entropy, settings));
        this.apiKeys = new ApiKeys(store, clock, entropy);
        this.outsiders = new Outsiders(accounts, book, settings);
        this.lookup = new AddressLookup(book, register, outsiders, settings.plusSeparators());
    }

    /** From now on senders that we rewrote for forwards are addresses too: each leads back to the first sender. */
    public void rewriting(Srs srs) {
        lookup.rewriting(srs);
    }

    /** From now on people of some domains are kept by another directory too. */
    public void asking(OutsideDirectory other) {
        outsiders.ask(other);
    }

    /** The next question about this address goes to the other directory, whatever is remembered. */
    public void forgetOutside(Address address) {
        lookup.forget(address);
    }

    /** For a person: who else keeps people of this address's domain. */
    public Optional<String> keptBy(Address address) {
        return outsiders.title(address);
    }

    /**
     * What an address comes to: account, alias, both again without the plus-detail, another directory's person, duty,
     * catch-all, in this order. May wait for the other directory, within its bounds.
     */
    public Resolution resolve(Address address) {
        return lookup.resolve(address);
    }

    /** Whether mail for the domain ends here. */
    public boolean isOurs(Domain domain) {
        return domain instanceof Domain.Name name && book.domain(name).isPresent();
    }

    public Optional<HostedDomain> domain(Domain.Name name) {
        return book.domain(name);
    }

    public Optional<Account> account(AccountId id) {
        return accounts.byId(id);
    }

    /** The account of exactly this address: no alias, no plus-detail. */
    public Optional<Account> account(Address address) {
        return accounts.at(address);
    }

    /** App passwords, and the keys that SCRAM needs. */
    public Credentials credentials() {
        return credentials;
    }

    /** Authenticators and recovery codes. */
    public SecondFactors secondFactors() {
        return secondFactors;
    }

    /** What opens the HTTP API to an operator's programs. */
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    Passwords passwords() {
        return passwords;
    }

    /** The account of this login as the store has it now. */
    Optional<Account> accountOf(Address login) {
        return accounts.at(login);
    }

    /** The account of somebody whom another directory knows: made when it is first asked for; empty where it cannot be. */
    Optional<Account> fromOutside(Address address) {
        return outsiders.account(address);
    }

    Outsiders outsiders() {
        return outsiders;
    }

    /** What opens an account, as it was lately read, or as {@code read} finds it; a change of this process shows at once. */
    Locks locks(Account account, Function<Account, Locks> read) {
        return account.address().domain() instanceof Domain.Name domain
                ? book.locks(domain, account.address().localPart(), () -> read.apply(account))
                : Locks.NONE;
    }

    Optional<String> passwordOf(Account account) {
        return book.password(account.address());
    }

    /** After a log-in with the account's own password: what is kept of it is made anew where it is not as it would be today. */
    void renew(Account account, String stored, Secret password) {
        boolean hasKeys = credentials
                        .scram(account.address())
                        .filter(passwords::isCurrent)
                        .isPresent()
                || Passwords.prepared(password).isEmpty();
        if (!passwords.isOutdated(stored) && hasKeys) {
            return;
        }
        try {
            accounts.renew(account, stored, passwords.keep(account.address(), password));
        } catch (StoreException _) {
            // The password was right: a disk that is full keeps nobody from reading mail. The next log-in tries again.
        }
    }

    public List<Tenant> tenants() {
        return register.tenants();
    }

    public Optional<Tenant> tenant(TenantId id) {
        return register.tenant(id);
    }

    public Outcome<Tenant> addTenant(TenantId id, String title, ServerId server) {
        return register.addTenant(id, title, server);
    }

    /** Refused while the tenant has domains. */
    public Outcome<Tenant> removeTenant(TenantId id) {
        return register.removeTenant(id);
    }

    public List<Server> servers() {
        return register.servers();
    }

    public Optional<Server> server(ServerId id) {
        return register.server(id);
    }

    public Outcome<Server> addServer(ServerId id, List<Domain.Name> hostNames, Optional<TenantId> owner) {
        return register.addServer(id, hostNames, owner);
    }

    /** In order of their names. */
    public List<HostedDomain> domains() {
        return register.domains().stream()
                .flatMap(name -> book.domain(name).stream())
                .toList();
    }

    public List<HostedDomain> domains(TenantId tenant) {
        return register.domainsOf(tenant).stream()
                .flatMap(name -> book.domain(name).stream())
                .toList();
    }

    /** A domain belongs to one tenant among all. */
    public Outcome<HostedDomain> addDomain(TenantId tenant, Domain.Name name) {
        return claims.add(tenant, name);
    }

    /** Refused while the domain has accounts or aliases. */
    public Outcome<Domain.Name> removeDomain(Domain.Name name) {
        return claims.remove(name);
    }

    /** Who gets mail for local parts that nobody has; empty: nobody does. */
    public Outcome<HostedDomain> setCatchAll(Domain.Name name, Optional<Address> target) {
        return checked(target.stream().toList(), () -> aliases.changeDomain(name, was -> was.withCatchAll(target)));
    }

    /** Who answers for postmaster@ and abuse@; empty: whoever the tenant names. */
    public Outcome<HostedDomain> setPostmaster(Domain.Name name, Optional<Address> target) {
        return checked(target.stream().toList(), () -> aliases.changeDomain(name, was -> was.withPostmaster(target)));
    }

    /** What the domain's people are written to in; empty: the server's default. */
    public Outcome<HostedDomain> setLanguage(Domain.Name name, Optional<Language> language) {
        return aliases.changeDomain(name, was -> was.withLanguage(language));
    }

    /** The mode of the MTA-STS policy that others find at the domain; empty: there is none. */
    public Outcome<HostedDomain> setMtaSts(Domain.Name name, Optional<StsPolicy.Mode> mode) {
        return aliases.changeDomain(name, was -> was.withMtaSts(mode));
    }

    /** What somebody with this address is written to in; empty where nobody said. */
    public Optional<Language> languageOf(Address address) {
        return address.domain() instanceof Domain.Name name
                ? book.domain(name).flatMap(HostedDomain::language)
                : Optional.empty();
    }

    /** In order of their addresses, read from the store as the stream goes on. */
    public Stream<Account> accounts(Domain.Name domain) {
        return book.entries(domain).flatMap(entry -> Accounts.account(entry).stream());
    }

    /** In order of their addresses, read from the store as the stream goes on. */
    public Stream<Alias> aliases(Domain.Name domain) {
        return book.entries(domain).flatMap(entry -> Aliases.alias(entry).stream());
    }

    /** {@code quota}: empty for {@link DirectorySettings#defaultQuota}. */
    public Outcome<Account> addAccount(Address address, Secret password, Optional<ByteSize> quota) {
        if (!(address.domain() instanceof Domain.Name domain)) {
            return notByLiteral();
        }
        ByteSize granted = quota.orElse(settings.defaultQuota());
        Optional<String> wrong = Names.wrongWithLocalPart(address.localPart(), settings.plusSeparators())
                .or(() -> wrongWithPassword(password))
                .or(() -> wrongWithQuota(granted));
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        } else if (book.readDomain(domain).isEmpty()) {
            return Outcome.refused(Cause.MISSING, DomainClaims.noDomain(domain));
        } else if (book.readEntry(domain, address.localPart()).isPresent()) {
            return Outcome.refused(Cause.EXISTS, Accounts.taken(address));
        }
        Outcome<Account> added = accounts.add(address, domain, Optional.of(passwords.keep(address, password)), granted);
        added.toOptional().ifPresent(account -> register.offerPostmaster(account.tenant(), account.address()));
        return added;
    }

    public Outcome<Account> setPassword(Address address, Secret password) {
        Optional<String> wrong = wrongWithPassword(password);
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        } else if (accounts.at(address).isEmpty()) {
            return Outcome.refused(Cause.MISSING, Accounts.noAccount(address));
        }
        return accounts.setPassword(address, passwords.keep(address, password));
    }

    public Outcome<Account> setQuota(Address address, ByteSize quota) {
        Optional<String> wrong = wrongWithQuota(quota);
        return wrong.isPresent()
                ? Outcome.refused(Cause.INVALID, wrong.get())
                : accounts.change(address, was -> was.withQuota(quota));
    }

    /** Where a copy of each message goes on to; an empty list ends it. */
    public Outcome<Account> setForward(Address address, List<Address> targets, boolean keepCopy) {
        return checked(targets, () -> accounts.change(address, was -> was.withForwards(targets, keepCopy)));
    }

    /** As whom accounts may send. */
    public SendingRights sendingRights() {
        return new SendingRights(this, grants);
    }

    /** What the account may send as, besides its own addresses. */
    public List<Grant> grants(Address account) {
        return grants.of(account);
    }

    public Outcome<Account> grant(Address account, Grant grant) {
        return grants.add(account, grant);
    }

    public Outcome<Account> revoke(Address account, Grant grant) {
        return grants.remove(account, grant);
    }

    /** Durable before its mailbox is emptied, which is the caller's next step: see {@link #removedAccounts}. */
    public Outcome<Account> removeAccount(Address address) {
        Outcome<Account> removed = accounts.remove(address);
        removed.toOptional().ifPresent(this::handOnPostmaster);
        return removed;
    }

    private void handOnPostmaster(Account leaving) {
        boolean hadIt = register.tenant(leaving.tenant())
                .flatMap(Tenant::postmaster)
                .map(leaving::isAt)
                .orElse(false);
        if (hadIt && leaving.address().domain() instanceof Domain.Name domain) {
            register.setPostmaster(leaving.tenant(), book.domain(domain).flatMap(HostedDomain::postmaster));
        }
    }

    /** Accounts that are gone and whose mailboxes are still to be emptied: asked at start, for what a crash left. */
    public List<AccountId> removedAccounts() {
        return accounts.removed();
    }

    /** The mailbox of a removed account is empty: nothing reminds of it any more. */
    public void forget(AccountId removed) {
        accounts.forget(removed);
    }

    public Outcome<Alias> addAlias(Address alias, List<Address> targets) {
        if (!(alias.domain() instanceof Domain.Name domain)) {
            return notByLiteral();
        }
        Optional<String> wrong = Names.wrongWithLocalPart(alias.localPart(), settings.plusSeparators());
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        } else if (targets.isEmpty()) {
            return Outcome.refused(
                    Cause.INVALID, "An alias needs one target or more: name the addresses it stands for.");
        }
        return checked(targets, () -> aliases.add(alias, domain, targets));
    }

    public Outcome<Alias> removeAlias(Address alias) {
        return alias.domain() instanceof Domain.Name domain ? aliases.remove(alias, domain) : notByLiteral();
    }

    private <T> Outcome<T> checked(List<Address> targets, Supplier<Outcome<T>> change) {
        if (targets.size() > settings.maxTargets()) {
            return Outcome.refused(
                    Cause.INVALID,
                    targets.size() + " targets are more than the " + settings.maxTargets()
                            + " that max-targets allows. Use fewer, or an alias of aliases.");
        }
        for (Address target : targets) {
            Optional<String> wrong = Names.wrongWithTarget(target);
            if (wrong.isPresent()) {
                return Outcome.refused(Cause.INVALID, wrong.get());
            }
        }
        return change.get();
    }

    private Optional<String> wrongWithPassword(Secret password) {
        return password.length() >= settings.minPassword()
                ? Optional.empty()
                : Optional.of("The password has " + password.length() + " octets; " + settings.minPassword()
                        + " or more are needed. A few random words make a good one.");
    }

    private static Optional<String> wrongWithQuota(ByteSize quota) {
        return quota.octets() > 0 ? Optional.empty() : Optional.of("A quota is one octet or more, such as 1GiB.");
    }

    private static <T> Outcome<T> notByLiteral() {
        return Outcome.refused(
                Cause.INVALID, "Accounts and aliases belong to a domain by name, not to an IP address in brackets.");
    }
}

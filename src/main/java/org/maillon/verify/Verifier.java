package org.maillon.verify;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.maillon.dns.Lookup;
import org.maillon.dns.MailHosts;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Resolution;
import org.maillon.verify.Verdict.Finding;
import org.maillon.verify.Verdict.Reason;
import org.maillon.verify.Verdict.Then;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Says whether an address exists. May block on the store and on DNS, up to their bounds; never throws for DNS. */
public final class Verifier {
    private static final String DIRECTORY = "directory";
    private static final String DNS = "DNS";
    private static final String CONFIGURATION = "configuration";
    private static final String MX = "mx";
    private static final Purpose UNCURIOUS = new Purpose.Curiosity(false);
    private static final Purpose CURIOUS = new Purpose.Curiosity(true);

    /** Longer than any question takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Directory directory;
    private final Ways ways;
    private final Resolver resolver;
    private final InstantSource clock;
    private final VerifySettings settings;
    private final Optional<Inquiry> inquiry;

    /**
     * One that asks no other server.
     *
     * @param resolver one that caches, because the same domains come again and again
     */
    public Verifier(Directory directory, Ways ways, Resolver resolver, InstantSource clock, VerifySettings settings) {
        this(new Sources(directory, ways, resolver), clock, settings, Optional.empty());
    }

    private record Sources(Directory directory, Ways ways, Resolver resolver) {}

    private Verifier(Sources sources, InstantSource clock, VerifySettings settings, Optional<Inquiry> inquiry) {
        this.directory = sources.directory();
        this.ways = sources.ways();
        this.resolver = sources.resolver();
        this.clock = clock;
        this.settings = settings;
        this.inquiry = inquiry;
    }

    /** The same, and it asks other servers for their mailboxes. */
    public Verifier asking(Inquiry others) {
        return new Verifier(new Sources(directory, ways, resolver), clock, settings, Optional.of(others));
    }

    /** How a question is put. */
    private record Manner(Purpose purpose, boolean asks, boolean fresh, Duration patience) {}

    /** Whether a message for this address, which is about to come, could be delivered. */
    public Verdict recipient(Address address, Purpose.Delivery delivery) {
        return verify(address, new Manner(delivery, settings.askRecipients(), false, settings.patience()));
    }

    /** Whether mail for this address could be delivered. */
    public Verdict recipient(Address address) {
        return verify(address, new Manner(UNCURIOUS, settings.askRecipients(), false, settings.patience()));
    }

    /** Whether a reply or a notice to this sender could be delivered. */
    public Verdict sender(Address address) {
        return sender(address, () -> false);
    }

    /**
     * The same of a sender for whose client somebody may speak.
     *
     * @param vouched whether its domain vouches for the client already: then its server is left in peace. Asked only where
     *     it makes a difference
     */
    public Verdict sender(Address address, BooleanSupplier vouched) {
        boolean asks = settings.askSenders() && !vouched.getAsBoolean();
        return verify(address, new Manner(UNCURIOUS, asks, false, settings.patience()));
    }

    /**
     * Whether an address exists, for who has time: waits for its turn and for a slow server.
     *
     * @param fresh asked anew, whatever is remembered
     */
    public Verdict lookInto(Address address, boolean fresh) {
        return verify(address, new Manner(CURIOUS, true, fresh, PATIENCE));
    }

    private Verdict verify(Address address, Manner manner) {
        return switch (ways.of(address)) {
            case Ways.Way.ByDirectory _ -> local(address, manner.fresh());
            case Ways.Way.ByDns _ -> remote(address, manner);
            case Ways.Way.ByRelay(String via, boolean worthAsking) ->
                ask(address, via, manner.asks() && worthAsking, manner)
                        .orElseGet(() -> verdict(
                                new Finding.Unknown("the server that it goes to was not asked", Then.GO_ON),
                                CONFIGURATION,
                                () -> List.of("Mail for " + address + " goes via " + via + ", as configured.")));
        };
    }

    /** Empty where nobody is to be asked. */
    private Optional<Verdict> ask(Address address, String way, boolean asks, Manner manner) {
        if (!asks || inquiry.isEmpty()) {
            return Optional.empty();
        }
        Inquiry others = inquiry.get();
        Optional<Known> known = manner.fresh() ? Optional.empty() : others.remembered(address, way);
        return Optional.of(known.orElseGet(() -> others.ask(address, way, manner.purpose(), manner.patience()))
                .verdict(address, undecided()));
    }

    private Then undecided() {
        return switch (settings.undecided()) {
            case GO_ON -> Then.GO_ON;
            case TRY_LATER -> Then.SERVER_LATER;
        };
    }

    private Verdict local(Address address, boolean fresh) {
        if (fresh) {
            directory.forgetOutside(address);
        }
        return switch (directory.resolve(address)) {
            case Resolution.NotOurs _ ->
                verdict(
                        new Finding.DoesNotExist(Reason.NO_SUCH_MAILBOX),
                        DIRECTORY,
                        () -> List.of("A configured route sends mail for " + address.domain()
                                + " to mailboxes here, but the domain is not hosted here."));
            case Resolution.NoSuchMailbox _ ->
                verdict(
                        new Finding.DoesNotExist(Reason.NO_SUCH_MAILBOX),
                        DIRECTORY,
                        () -> hosted(address, "It has no account, alias or catch-all for " + address + "."));
            case Resolution.NotNow(var _, String why) ->
                verdict(
                        new Finding.Unknown(why, Then.DIRECTORY_LATER),
                        DIRECTORY,
                        () -> hosted(address, "There is no clear answer about " + address + ": " + why + "."));
            case Resolution.ToAccount(var account, var _) ->
                verdict(
                        new Finding.Exists(),
                        DIRECTORY,
                        () -> hosted(address, address + " leads to the account " + account.address() + "."));
            case Resolution.ToAddresses(var _, List<Address> targets, var _) ->
                verdict(
                        new Finding.Exists(),
                        DIRECTORY,
                        () -> hosted(address, address + " stands for " + named(targets) + "."));
        };
    }

    /** Who else was asked is said before what came of it. */
    private List<String> hosted(Address address, String what) {
        String here = address.domain() + " is hosted here.";
        return directory
                .keptBy(address)
                .map(title -> List.of(here, "Its people are kept by " + title + ", which was asked.", what))
                .orElse(List.of(here, what));
    }

    private static String named(List<Address> targets) {
        return targets.size() == 1 ? targets.getFirst().toString() : targets.size() + " addresses";
    }

    /** What its server said last holds even while DNS is silent. A domain that takes no mail has no server to ask. */
    private Verdict remote(Address address, Manner manner) {
        Optional<Known> known = !manner.asks() || manner.fresh()
                ? Optional.empty()
                : inquiry.flatMap(others -> others.remembered(address, MX));
        if (known.isPresent()) {
            return known.get().verdict(address, undecided());
        }
        Verdict verdict = byDns(address);
        return verdict.finding() instanceof Finding.Unknown(var _, Then then) && then == Then.GO_ON
                ? ask(address, MX, manner.asks(), manner).orElse(verdict)
                : verdict;
    }

    private Verdict byDns(Address address) {
        List<String> evidence = new ArrayList<>();
        Finding finding = switch (address.domain()) {
            case Domain.Literal literal -> {
                evidence.add(literal + " is an address itself: DNS has no say.");
                yield new Finding.Unknown("the mailbox itself was not asked", Then.GO_ON);
            }
            case Domain.Name(String domain) -> byDns(domain, evidence);
        };
        return verdict(finding, DNS, () -> List.copyOf(evidence));
    }

    private Finding byDns(String domain, List<String> evidence) {
        return switch (MailHosts.of(domain, resolver)) {
            case MailHosts.Exchangers(List<MxRecord> records) -> byExchangers(domain, records, evidence);
            case MailHosts.Itself _ -> {
                evidence.add(domain + " has no MX but an address, so it takes its mail itself (RFC 5321 §5.1).");
                yield notAsked();
            }
            case MailHosts.NoMail _ -> {
                evidence.add(domain + " has a null MX: it takes no mail (RFC 7505).");
                yield new Finding.DoesNotExist(Reason.NULL_MX);
            }
            case MailHosts.NoSuchDomain _ -> {
                evidence.add("DNS says that there is no domain " + domain + ".");
                yield new Finding.DoesNotExist(Reason.NO_SUCH_DOMAIN);
            }
            case MailHosts.NoHost _ -> {
                evidence.add(domain + " has neither an MX nor an address.");
                yield new Finding.DoesNotExist(Reason.NO_MAIL_SERVER);
            }
            case MailHosts.Unknown(String why) -> notNow(domain, why, evidence);
        };
    }

    /** One exchanger with an address is enough: which of them answers is for delivery to find out. */
    private Finding byExchangers(String domain, List<MxRecord> records, List<String> evidence) {
        Optional<String> unknown = Optional.empty();
        for (MxRecord mx : records.subList(0, Math.min(records.size(), settings.maxMxHosts()))) {
            evidence.add(domain + " has MX " + mx.preference() + " " + mx.exchange() + ".");
            switch (resolver.addresses(mx.exchange())) {
                case Lookup.Found<InetAddress> found -> {
                    evidence.add(mx.exchange() + " is at "
                            + found.records().getFirst().getHostAddress() + ".");
                    return notAsked();
                }
                case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ ->
                    evidence.add(mx.exchange() + " has no address.");
                case Lookup.Failed<InetAddress>(String why) -> unknown = Optional.of(why);
            }
        }
        if (unknown.isEmpty() && records.size() > settings.maxMxHosts()) {
            return notAsked(); // those beyond the bound may have one: nobody is refused for good unasked
        }
        return unknown.map(why -> notNow(domain, why, evidence))
                .orElseGet(() -> new Finding.DoesNotExist(Reason.NO_MAIL_SERVER));
    }

    private static Finding notAsked() {
        return new Finding.Unknown("the domain takes mail; the mailbox itself was not asked", Then.GO_ON);
    }

    private static Finding notNow(String domain, String why, List<String> evidence) {
        evidence.add("DNS gives no answer for " + domain + " just now: " + why + ".");
        return new Finding.Unknown(why, Then.DNS_LATER);
    }

    private Verdict verdict(Finding finding, String by, Evidence evidence) {
        return new Verdict(finding, clock.instant(), by, evidence);
    }
}

package org.maillon.app.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.maillon.app.config.Config;
import org.maillon.app.config.ConfigChange;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.LoadedConfig;
import org.maillon.deliver.local.LocalDelivery;
import org.maillon.deliver.remote.RemoteProber;
import org.maillon.dns.Resolver;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.Guard;
import org.maillon.hosting.KeyKeeper;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Outcome;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.SteadyClock;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.mailbox.Mailboxes;
import org.maillon.queue.Destination;
import org.maillon.queue.Queue;
import org.maillon.queue.QueuePolicy;
import org.maillon.reports.Reports;
import org.maillon.route.HopFinder;
import org.maillon.route.Route;
import org.maillon.route.RouteExplanation;
import org.maillon.route.RouteTable;
import org.maillon.serve.tls.CertificateReport;
import org.maillon.serve.tls.Certificates;
import org.maillon.store.rocksdb.RocksStore;
import org.maillon.submit.limits.AccountLimits;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.verify.Inquiry;
import org.maillon.verify.Verdicts;
import org.maillon.verify.Verifier;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/**
 * The whole program, joined. {@link #open} gives what the command line needs to look into the data folder and change the
 * directory; {@link #start} makes it a server.
 */
public final class Maillon implements AutoCloseable {
    private final Path data;
    private final InstantSource clock = InstantSource.system();

    /** For time-outs, and for how long answers are remembered: a time of day that is set must not end or prolong them. */
    private final InstantSource steady = SteadyClock.from(clock);

    private final RandomGenerator entropy = new SecureRandom();
    private final String hostName;
    private final RocksStore store;
    private final Directory directory;
    private final Elsewhere elsewhere;
    private final Guard guard;
    private final LogIns logIns;
    private final Mailboxes mailboxes;
    private final DomainKeys domainKeys;
    private final KeyKeeper keyKeeper;
    private final SocketDialer dialer = new SocketDialer();
    private final Resolver resolver;
    private final Outbound outbound;
    private final Guards guards;
    private final Verdicts verdicts;
    private final Verifier verifier;
    private final Queue queue;
    private final Screening screening;
    private final AccountLimits limits;
    private final Reporting reporting;
    private final Forwards forwards;
    private volatile LoadedConfig loaded;
    private volatile RouteTable routes;
    private Optional<Running> running = Optional.empty();
    private boolean queueRead;

    private Maillon(LoadedConfig loaded, RocksStore store) {
        Config config = loaded.config();
        this.loaded = loaded;
        this.data = loaded.data();
        this.store = store;
        hostName = config.main().hostName().isEmpty()
                ? HostName.ofMachine()
                : config.main().hostName();
        directory = new Directory(store, clock, entropy, config.directory());
        elsewhere = Elsewhere.of(loaded, steady, directory);
        guard = new Guard(store, new Guard.Time(clock, steady, Pauses.REAL), config.guard());
        logIns = WhoLogsIn.of(config, new WhoLogsIn.Ground(directory, guard, clock, steady, entropy));
        domainKeys = new DomainKeys(store, clock, config.dkimSigning());
        mailboxes = new Mailboxes(store, new Mailboxes.Time(clock, steady), entropy, config.mailbox());
        routes = new RouteTable(config.route(), directory::isOurs);
        resolver = Asking.resolver(config.dns(), dialer, clock, steady, entropy);
        reporting = new Reporting(loaded, store, resolver, clock, hostName);
        keyKeeper = new KeyKeeper(domainKeys, resolver, clock, config.dkimSigning());
        var ground = new OutboundTls.Ground(store, resolver, dialer, clock, steady);
        outbound = new Outbound(
                config,
                ground,
                new OutboundTls(
                        loaded,
                        ground,
                        address -> routes.tls(address),
                        reporting.reports().tlsResults()),
                new OurSources(this::nameOf, config.source()),
                new RemoteProber.Ways(
                        this::routeOf, route -> hopFinder(Set.of()).hops(route)));
        verdicts = new Verdicts(store, clock, steady, config.verify());
        verifier = new Verifier(
                        directory,
                        new Signposts(this::routes, () -> loaded.config().verify()),
                        resolver,
                        clock,
                        config.verify())
                .asking(new Inquiry(verdicts, outbound.prober(), entropy, clock));
        var signer = SignedNotices.signer(directory, domainKeys, clock, config.dkimSigning());
        queue = new Queue(
                store,
                new Queue.Ports(this::laneOf, this::nameOf, directory::languageOf, signer),
                new Queue.Time(clock, steady, Pauses.REAL),
                entropy,
                new QueuePolicy(config.queue(), config.site()));
        limits = new AccountLimits(store, steady, config.limits());
        guards = new Guards(store, resolver, clock, steady, config);
        Screening.Ports ports = new Screening.Ports(this::nameOf, this::laneOf);
        screening = Screening.of(config, dialer, steady, queue, ports);
        Defaults.make(directory);
        forwards = new Forwards(store, directory, clock, entropy, config.srs());
        directory.rewriting(forwards.srs());
    }

    /** Opens the data folder, making it where it is missing, and starts nothing. */
    public static Maillon open(LoadedConfig loaded) throws CannotStartException {
        return OwnFolder.openStore(loaded, Maillon::new);
    }

    /**
     * Takes the ports, reads the queue back, and lets clients in.
     *
     * @param progress told how far the reading back is
     */
    public void start(Queue.Progress progress) throws CannotStartException {
        directory.removedAccounts().forEach(this::emptyMailbox);
        running = Optional.of(Running.start(this, progress));
    }

    public LoadedConfig loaded() {
        return loaded;
    }

    public Path data() {
        return data;
    }

    public Directory directory() {
        return directory;
    }

    /** Who may not log in just now. */
    public Guard guard() {
        return guard;
    }

    /** What accounts have sent. */
    public AccountLimits limits() {
        return limits;
    }

    LogIns logIns() {
        return logIns;
    }

    RocksStore store() {
        return store;
    }

    /** Where HTTP is spoken just now; it opens some moments after the mail's doors. */
    public List<Integer> webPorts() {
        return running.map(Running::webPorts).orElse(List.of());
    }

    public DomainKeys domainKeys() {
        return domainKeys;
    }

    public KeyKeeper keyKeeper() {
        return keyKeeper;
    }

    public Mailboxes mailboxes() {
        return mailboxes;
    }

    public Queue queue() {
        return queue;
    }

    /** The queue with its messages in memory, also where no server runs that has read them already. */
    public Queue waiting(Queue.Progress progress) {
        if (running.isEmpty() && !queueRead) {
            queue.readBack(local(), progress);
            queueRead = true;
        }
        return queue;
    }

    LocalDelivery local() {
        return new LocalDelivery(
                directory, mailboxes, this::laneOf, clock, loaded.config().localDelivery());
    }

    public Screening screening() {
        return screening;
    }

    public Verifier verifier() {
        return verifier;
    }

    public RandomGenerator entropy() {
        return entropy;
    }

    public InstantSource clock() {
        return clock;
    }

    public Resolver resolver() {
        return resolver;
    }

    /** Reports about mail in a domain's name, out and in. */
    public Reports reports() {
        return reporting.reports();
    }

    Forwards forwards() {
        return forwards;
    }

    Reporting reporting() {
        return reporting;
    }

    /** Sends the reports of days that are over, at once; only while the server runs. Empty: it does not. */
    public Optional<List<Reports.Sent>> sendReports() {
        return running.map(server -> reports().send(server.ownMail(), true));
    }

    InstantSource steady() {
        return steady;
    }

    Outbound outbound() {
        return outbound;
    }

    /** About once a second: what is known no longer goes. May wait for the disk. */
    void sweepVerdicts() {
        verdicts.sweep();
        guards.sweep();
    }

    /** Whether a client may speak for a sender, asked anew, with each step. */
    public SpfVerdict explainSpf(InetAddress client, String helo, ReversePath sender) {
        return guards.spf().explain(SpfQuery.of(client, helo, sender, hostName));
    }

    Guards guards() {
        return guards;
    }

    /** What we are called where no server of ours has a name of its own. */
    public String hostName() {
        return hostName;
    }

    /** What one of our servers calls itself. */
    String nameOf(ServerId server) {
        return HostName.of(directory.server(server), hostName);
    }

    public RouteTable routes() {
        return routes;
    }

    public Route routeOf(Address address) {
        return routes.routeOf(address);
    }

    Destination laneOf(Address address) {
        return new Destination(routeOf(address).key());
    }

    /** The dry run. */
    public RouteExplanation explainRoute(Address address) {
        return RouteExplanation.of(address, routes, hopFinder(Set.of()));
    }

    /** The name under which the queue knows the servers that a route leads to. */
    public String siteOf(Route route) {
        return new DnsRoads(hopFinder(Set.of()), List.of(), entropy).site(new Destination(route.key()));
    }

    /** @param listening where our listeners are, as far as they are open */
    HopFinder hopFinder(Set<InetSocketAddress> listening) {
        return Hops.finder(this, running.map(Running::smtpAddresses).orElse(listening));
    }

    /** The accounts to try things with, where this is the first start and nobody said no. */
    public Optional<Demo.Accounts> demo() throws IOException {
        return loaded.config().main().demo() ? new Demo(directory, entropy, data).makeWhereNew() : Optional.empty();
    }

    boolean hasRealDomain() {
        return directory.domains().stream().anyMatch(Demo::isReal);
    }

    /** The account and, once it is gone for good, its mail. What a crash leaves of the mail goes at the next start. */
    public Outcome<Account> removeAccount(Address address) {
        Outcome<Account> removed = directory.removeAccount(address);
        removed.toOptional().ifPresent(account -> emptyMailbox(account.id()));
        return removed;
    }

    private void emptyMailbox(AccountId account) {
        mailboxes.remove(account);
        limits.forget(account);
        directory.forget(account);
    }

    /** Where clients connect; empty while we are no server. */
    public List<Door> doors() {
        return running.map(Running::doors).orElse(List.of());
    }

    /** What a person should know who has just added a domain; empty where mail for it can come in. */
    public Optional<String> reachFromOutside() {
        return running.filter(_ -> hasRealDomain()).flatMap(Running::reachFromOutside);
    }

    /** The file as it is now, which is not yet what holds. */
    public ConfigOutcome readConfigAnew() {
        return OurSources.checked(ConfigReader.read(loaded.file(), loaded.folder()), data);
    }

    /** What a person should know of our TLS; empty where all is in order. */
    public List<String> tlsWords() {
        return running.map(Running::tlsWords).orElse(List.of());
    }

    /** Those that clients are shown, or would be if a server ran here. */
    public Certificates certificates() {
        return running.map(Running::certificates).orElseGet(() -> Shields.certificates(loaded, this));
    }

    /** Certificates are read anew whether or not the configuration changed; empty where no server runs. */
    public Optional<CertificateReport> reloadCertificates() {
        return running.map(server -> server.reloadCertificates(loaded));
    }

    /** Takes over what may change while we run; connections that are open stay open. */
    public ConfigChange reload(LoadedConfig anew) {
        ConfigChange change = ConfigChange.between(loaded, anew);
        Config config = change.running().config();
        routes = new RouteTable(config.route(), directory::isOurs);
        running.ifPresent(server -> server.reload(change.running()));
        loaded = change.running();
        return change;
    }

    /** Says goodbye to clients, lets running deliveries end within their grace, then closes the store. */
    @Override
    public void close() {
        guard.close();
        running.ifPresent(Running::stop);
        queue.close();
        running.ifPresent(Running::hangUp);
        reports().flush();
        outbound.close();
        screening.close();
        elsewhere.close();
        dialer.close();
        store.close();
    }
}

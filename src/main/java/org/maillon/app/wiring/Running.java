package org.maillon.app.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maillon.app.config.Config;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.LoadedConfig;
import org.maillon.deliver.Delivery;
import org.maillon.hosting.Account;
import org.maillon.hosting.Scope;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.Rounds;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Queue;
import org.maillon.route.HopFinder;
import org.maillon.serve.net.Protocol;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.TlsServer;
import org.maillon.serve.net.Turnstile;
import org.maillon.serve.pop3.Pop3Protocol;
import org.maillon.serve.smtp.Bodies;
import org.maillon.serve.smtp.SmtpHost;
import org.maillon.serve.smtp.SmtpServer;
import org.maillon.serve.tls.CertificateReport;
import org.maillon.serve.tls.Certificates;
import org.maillon.submit.Checks;
import org.maillon.submit.EndOfData;
import org.maillon.submit.Insiders;
import org.maillon.submit.ListenerRole;
import org.maillon.submit.Login;
import org.maillon.submit.MailIntake;
import org.maillon.submit.OwnSenderCheck;
import org.maillon.submit.RecipientCheck;
import org.maillon.submit.ReportInboxStage;
import org.maillon.submit.SealingStage;
import org.maillon.submit.SenderCheck;
import org.maillon.submit.SigningStage;
import org.maillon.submit.Stage;
import org.maillon.submit.StillInCheck;
import org.maillon.submit.SubmissionStage;
import org.maillon.submit.TlsRequiredStage;
import org.maillon.submit.WishesCheck;
import org.maillon.submit.limits.AccountLimitStage;
import org.maillon.submit.limits.StrangerLimit;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server has beyond an open data folder: listeners, the gate behind them, and those who carry mail away. */
final class Running {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    private static final Duration POLICIES_EVERY = Duration.ofMinutes(1);
    private static final Duration REPORTS_EVERY = Duration.ofMinutes(1);

    private final Maillon office;
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final MailIntake intake;
    private final Doors doors;
    private final Shields shields;
    private final WebDoor web;
    private final Rounds idle;
    private final Rounds known;
    private final Rounds policies;
    private final Rounds reports;
    private final Rounds keys;
    private final OwnMail ownMail;

    private Running(Maillon office, MailIntake intake, Doors doors, Shields shields) {
        this.office = office;
        this.intake = intake;
        this.doors = doors;
        this.shields = shields;
        this.web = WebDoor.openBeside(office, shields.ofHttp());
        this.idle = Rounds.start(
                "idle-sessions",
                SWEEP_EVERY,
                () -> {
                    office.outbound().sweepSessions();
                    office.screening().filtering().sweep();
                },
                e -> LOG.error("idle sessions could not be looked through; tried again", e));
        this.policies = Rounds.start(
                "old-policies",
                POLICIES_EVERY,
                office.outbound()::sweepPolicies,
                e -> LOG.warn("the policies of MTA-STS could not be looked through; tried again in a minute", e));
        this.known = Rounds.start(
                "old-verdicts",
                SWEEP_EVERY,
                office::sweepVerdicts,
                e -> LOG.warn("what is known of addresses could not be looked through; tried again in a minute", e));
        this.keys = Rounds.start(
                "signing-keys",
                office.loaded().config().dkimSigning().checkEvery(),
                () -> office.directory().domains().stream()
                        .filter(Demo::isReal)
                        .forEach(domain -> office.keyKeeper().keep(domain.name())),
                e -> LOG.warn("the domains' signing keys could not be looked through; tried again later", e));
        this.ownMail = new OwnMail(intake, office.hostName(), from -> isSigned(office, from));
        this.reports = Rounds.start(
                "reports",
                REPORTS_EVERY,
                () -> office.reporting().round(ownMail, office.hasRealDomain()),
                e -> LOG.error("reports could not be written down or sent; tried again", e));
    }

    static Running start(Maillon office, Queue.Progress progress) throws CannotStartException {
        Config config = office.loaded().config();
        requireServers(office, config);
        requireSources(config);
        MailIntake intake = intake(office, config, office.screening().insiders());
        Shields shields = Shields.raise(office);
        try {
            return start(office, progress, intake, shields);
        } catch (CannotStartException | RuntimeException e) {
            shields.close();
            throw e;
        }
    }

    private static Running start(Maillon office, Queue.Progress progress, MailIntake intake, Shields shields)
            throws CannotStartException {
        Config config = office.loaded().config();
        Doors doors = Doors.bind(
                config.listener(),
                office.hasRealDomain(),
                turnstiles(config),
                protocols(office, intake, shields),
                shields::of);
        HopFinder hops = office.hopFinder(doors.smtpAddresses());
        try {
            office.queue()
                    .start(
                            new Delivery(
                                    office::routeOf,
                                    new DnsRoads(
                                            hops,
                                            config.site(),
                                            office.entropy(),
                                            Optional.of(office.outbound().policies())),
                                    office.local(),
                                    office.outbound().remote(),
                                    office.forwards()::senderOf),
                            progress);
        } catch (RuntimeException e) {
            doors.close(Duration.ZERO);
            throw e;
        }
        doors.open();
        return new Running(office, intake, doors, shields);
    }

    private static void requireServers(Maillon office, Config config) throws CannotStartException {
        for (ListenerEntry entry : config.listener()) {
            if (office.directory().server(new ServerId(entry.server())).isEmpty()) {
                throw new CannotStartException("a [[listener]] of maillon.toml is for the server '" + entry.server()
                        + "', which there is not; 'maillon server list' names those there are");
            }
        }
    }

    private static void requireSources(Config config) throws CannotStartException {
        Optional<String> trouble = OurSources.trouble(config, SocketDialer::isOurs);
        if (trouble.isPresent()) {
            throw new CannotStartException(trouble.get());
        }
    }

    private static MailIntake intake(Maillon office, Config config, Insiders insiders) {
        EndOfData endOfData = new EndOfData(
                office.queue(),
                office.clock(),
                office.hostName(),
                office.outbound().prober(),
                stages(office, config, insiders));
        MailIntake.Known known = new MailIntake.Known(
                office.directory(), office::routes, office.verifier(), account -> hasRoom(office, account));
        Guards.Posted guards = office.guards().posted(insiders, config, office::nameOf);
        return new MailIntake(
                        known,
                        endOfData,
                        office.queue().traces(),
                        checks(office, config, insiders, guards),
                        config.submit())
                .vouchedBy(guards.policy()::vouches);
    }

    /** What each message passes on its way in, in this order. */
    private static List<Stage.Maker> stages(Maillon office, Config config, Insiders insiders) {
        List<Stage.Maker> stages = new ArrayList<>();
        stages.add(SubmissionStage.maker(new SubmissionStage.Means(
                office.directory(), office.hostName(), config.submission(), login -> holds(office, login))));
        stages.add(Vouching.maker(office, config, insiders));
        if (!config.reports().inbox().isEmpty()) {
            PublicKeys keys = new PublicKeys(office.resolver());
            stages.add(ReportInboxStage.maker(
                    new ReportInboxStage.Means(
                            office.reports().received()::arrived,
                            () -> new DkimVerifier(keys, office.clock(), config.dkim())),
                    config.reports().inbox(),
                    config.reports().maxMessage()));
        }
        stages.add(TlsRequiredStage.maker());
        stages.add(office.screening().filtering());
        stages.add(AccountLimitStage.maker(office.limits(), insiders, office.steady()));
        stages.add(sealing(office, config, insiders));
        if (config.dkimSigning().sign()) {
            // the last to add anything: what the others have added is signed with the rest
            stages.add(SigningStage.maker(office.directory(), office.domainKeys(), insiders, office.clock()));
        }
        return stages;
    }

    private static Stage.Maker sealing(Maillon office, Config config, Insiders insiders) {
        PublicKeys keys = new PublicKeys(office.resolver());
        return SealingStage.maker(new SealingStage.Means(
                office.directory(),
                office.domainKeys(),
                insiders,
                () -> new ArcVerifier(keys, office.clock(), config.dkim()),
                office.clock()));
    }

    private static Checks checks(Maillon office, Config config, Insiders insiders, Guards.Posted guards) {
        List<SenderCheck> atSender = new ArrayList<>();
        atSender.add(new StillInCheck(login -> holds(office, login)));
        atSender.add(new StrangerLimit(insiders, office.steady(), config.limits()));
        atSender.add(AccountLimitStage.check(office.limits(), insiders, office.steady()));
        atSender.add(new WishesCheck(insiders, office.clock(), config.submission()));
        if (config.submission().ownSenderOnly()) {
            atSender.add(new OwnSenderCheck(office.directory()));
        }
        atSender.addAll(guards.atSender());
        atSender.add(office.screening().filtering()); // last: a program beside us is asked about what we would take
        List<RecipientCheck> atRecipient = new ArrayList<>(guards.atRecipient());
        atRecipient.add(office.screening().filtering());
        return new Checks(insiders, atSender, atRecipient);
    }

    private static boolean isSigned(Maillon office, Address from) {
        return office.loaded().config().dkimSigning().sign()
                && from.domain() instanceof Domain.Name name
                && !office.domainKeys().signing(name).isEmpty();
    }

    private static boolean holds(Maillon office, Login login) {
        return office.logIns().stillHolds(login.account(), Scope.SMTP, login.proof());
    }

    private static boolean hasRoom(Maillon office, Account account) {
        return !office.mailboxes().overQuota(account.id(), account.quota(), 0);
    }

    /** A flood of one protocol's clients leaves the others their places. */
    private static Function<ListenerEntry, Turnstile> turnstiles(Config config) {
        SessionBounds bounds =
                Descriptors.within(config.sessions(), config.store().maxOpenFiles());
        Turnstile smtp = new Turnstile(bounds);
        Turnstile submission = new Turnstile(bounds);
        Turnstile pop3 = new Turnstile(bounds);
        return entry -> switch (entry.protocol()) {
            case SMTP -> entry.role() == ListenerRole.SUBMISSION ? submission : smtp;
            case POP3 -> pop3;
        };
    }

    private static Function<ListenerEntry, Protocol> protocols(Maillon office, MailIntake intake, Shields shields) {
        Config config = office.loaded().config();
        Predicate<InetAddress> newcomers =
                office.guards().newcomers(office.screening().insiders());
        Pop3Protocol pop3 =
                new Pop3Protocol(office.hostName(), office.logIns(), office.mailboxes(), config.pop3(), Running::pause);
        Bodies bodies = Bodies.of(config.smtp(), Runtime.getRuntime().maxMemory());
        return entry -> switch (entry.protocol()) {
            case POP3 -> startTls(entry, shields).map(pop3::offering).orElse(pop3);
            case SMTP ->
                new SmtpServer(host(office, entry, shields), config.smtp(), intake::maxMessageSize, intake, bodies)
                        .admitting(office.logIns())
                        .makingWait(entry.role() == ListenerRole.MX ? newcomers : _ -> false);
        };
    }

    private static SmtpHost host(Maillon office, ListenerEntry entry, Shields shields) {
        ServerId server = new ServerId(entry.server());
        String name = office.nameOf(server);
        Domain.Name postmasterAt = office.directory().domains().stream()
                .filter(Demo::isReal)
                .findFirst()
                .map(domain -> domain.name())
                .orElse(Demo.DOMAIN);
        return new SmtpHost(
                name, server, new Address("postmaster", postmasterAt), entry.role(), startTls(entry, shields));
    }

    private static Optional<TlsServer> startTls(ListenerEntry entry, Shields shields) {
        return entry.tls() == ListenerEntry.Tls.STARTTLS ? Optional.of(shields.of(entry)) : Optional.empty();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    OwnMail ownMail() {
        return ownMail;
    }

    List<Door> doors() {
        return doors.all();
    }

    List<Integer> webPorts() {
        return web.ports();
    }

    Set<InetSocketAddress> smtpAddresses() {
        return doors.smtpAddresses();
    }

    /** Where nobody can. */
    Optional<String> reachFromOutside() {
        return isLoopbackOnly()
                ? Optional.of("the server still listens on loopback only; restart it to let others in, or set"
                        + " [[listener]] in maillon.toml")
                : Optional.empty();
    }

    private boolean isLoopbackOnly() {
        return smtpAddresses().stream().allMatch(where -> where.getAddress().isLoopbackAddress());
    }

    List<String> tlsWords() {
        return shields.words();
    }

    Certificates certificates() {
        return shields.inUse();
    }

    CertificateReport reloadCertificates(LoadedConfig loaded) {
        return shields.reload(loaded.config());
    }

    void reload(LoadedConfig loaded) {
        intake.reload(loaded.config().submit());
        LogSetup.apply(loaded.config().log(), loaded.logFile());
    }

    /** First the doors: a message that a client has begun to hand over is taken to its end. */
    void stop() {
        Duration grace = office.loaded().config().main().stopGrace();
        Thread webCloses = Thread.ofVirtual().start(() -> web.close(grace));
        doors.close(grace);
        try {
            webCloses.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once no delivery runs any more. */
    void hangUp() {
        shields.close();
        idle.close();
        known.close();
        policies.close();
        reports.close();
        keys.close();
    }
}

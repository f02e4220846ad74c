package org.maillon.serve.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.maillon.dns.Reach;
import org.maillon.kernel.crypto.Crypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in use. They are read at the first {@link #read}, or by the first client: to make the self-signed one and to
 * load what it takes costs a tenth of a second, which a start need not wait for.
 */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    static {
        // A client that asks for a new handshake in the middle of a session only costs us (TLS 1.2).
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /**
     * @param folder of maillon.toml, from which paths are told
     * @param kept where we keep keys of our own: {@code tls} in the data folder
     * @param hosts the names by which clients know us
     * @param policyHosts those under which others fetch policies of hosted domains (RFC 8461 §3.3)
     */
    public record Places(Path folder, Path kept, Supplier<Set<String>> hosts, Supplier<Set<String>> policyHosts) {
        public Places(Path folder, Path kept, Supplier<Set<String>> hosts) {
            this(folder, kept, hosts, Set::of);
        }

        /** Where the one of our own making is. */
        Path selfSigned() {
            return kept.resolve(SelfSigned.FILE);
        }

        /** All names that want a certificate. */
        Set<String> names() {
            Set<String> names = new TreeSet<>(hosts.get());
            names.addAll(policyHosts.get());
            return names;
        }
    }

    /** @param inUse what a client gets now */
    private record Choice(Identities inUse, SSLContext context, ClientTrust trust) {}

    private final Places places;
    private final InstantSource clock;
    private final RandomGenerator entropy;
    private final AlpnChallenges alpn = new AlpnChallenges();
    private volatile ServerTlsSettings settings;
    private volatile List<CertificateSetting> configured;
    private volatile Optional<Choice> choice = Optional.empty();
    private Map<Path, FileState> seen = Map.of();

    public Certificates(
            ServerTlsSettings settings,
            List<CertificateSetting> configured,
            Places places,
            InstantSource clock,
            RandomGenerator entropy) {
        this.settings = settings;
        this.configured = List.copyOf(configured);
        this.places = places;
        this.clock = clock;
        this.entropy = entropy;
    }

    private record FileState(long modified, long size) {
        static FileState of(Path file) {
            try {
                return new FileState(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
            } catch (IOException _) {
                return new FileState(0, -1);
            }
        }
    }

    public ServerTlsSettings settings() {
        return settings;
    }

    AlpnChallenges alpn() {
        return alpn;
    }

    /** Where fetched certificates lie, one file a name. */
    Path fetched() {
        return HostKeys.folder(places.kept());
    }

    Path kept() {
        return places.kept();
    }

    Path folder() {
        return places.folder();
    }

    /** What that file holds, as far as it can be used. */
    Optional<Identity> fetchedFor(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Identity.read(file, file)) : Optional.empty();
        } catch (BadCertificateException _) {
            return Optional.empty(); // fetched anew
        }
    }

    /** Reads everything anew. What cannot be used leaves what was read before in its place. */
    public synchronized CertificateReport read() {
        Crypto.ready();
        CertificateReport.Draft draft = new CertificateReport.Draft();
        seen = states();
        List<Identity> found = new ArrayList<>();
        configured.forEach(setting -> configured(setting, draft).ifPresent(found::add));
        fetched(draft, found);
        Set<String> left = left(found);
        if (found.isEmpty()) {
            selfSigned(draft).ifPresent(found::add);
        } else if (!left.isEmpty()) {
            selfSigned(draft).map(own -> own.onlyFor(left)).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            return draft.done(inUse());
        }
        ClientTrust trust = trust(draft);
        Identities identities = new Identities(found);
        if (!identities.equals(inUse()) || choice.isEmpty() || choice.get().trust() != trust) {
            choice = Optional.of(new Choice(identities, context(identities, trust), trust));
        }
        Complaints.of(identities, places, clock.instant(), draft);
        return draft.done(identities);
    }

    /** What a start would find, and nothing is made or put to use. */
    public synchronized CertificateReport inspect() {
        Crypto.ready();
        CertificateReport.Draft draft = new CertificateReport.Draft();
        List<Identity> found = new ArrayList<>();
        configured.forEach(setting -> configured(setting, draft).ifPresent(found::add));
        fetched(draft, found);
        Set<String> left = left(found);
        if (found.isEmpty()) {
            fetchedFor(places.selfSigned()).ifPresent(found::add);
        } else if (!left.isEmpty()) {
            fetchedFor(places.selfSigned()).map(own -> own.onlyFor(left)).ifPresent(found::add);
        }
        Identities identities = new Identities(found);
        if (!found.isEmpty()) {
            Complaints.of(identities, places, clock.instant(), draft);
        }
        return draft.done(identities);
    }

    /**
     * Hosts that show the key of our own still, because nobody vouches for them yet: TLSA records may have been published for
     * it. Beside certificates that the operator named it was never shown, and records are of names that others find.
     */
    private Set<String> left(List<Identity> found) {
        if (!configured.isEmpty() || !Files.exists(places.selfSigned())) {
            return Set.of();
        }
        Identities others = new Identities(found);
        return places.hosts().get().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .filter(host -> Reach.of(host) != Reach.HERE && !others.areFor(host))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same with other settings. */
    public synchronized CertificateReport reload(ServerTlsSettings anew, List<CertificateSetting> certificates) {
        settings = anew;
        configured = List.copyOf(certificates);
        return read();
    }

    /** Reads anew what has changed since; says in the log what came of it. */
    public void look() {
        if (choice.isPresent() && changed()) {
            CertificateReport report = read();
            report.faults().forEach(fault -> LOG.error("{}; the certificate that was read before goes on", fault));
            report.warnings().forEach(LOG::warn);
            LOG.info("certificates were read anew: {}", report.inUse().all());
        }
    }

    private synchronized boolean changed() {
        return !states().equals(seen);
    }

    private Map<Path, FileState> states() {
        Map<Path, FileState> states = new LinkedHashMap<>();
        for (CertificateSetting setting : configured) {
            states.put(chainFile(setting), FileState.of(chainFile(setting)));
            states.put(keyFile(setting), FileState.of(keyFile(setting)));
        }
        fetchedFiles().forEach(file -> states.put(file, FileState.of(file)));
        if (!settings.clientAuthorities().isEmpty()) {
            Path authorities = places.folder().resolve(settings.clientAuthorities());
            states.put(authorities, FileState.of(authorities));
        }
        return states;
    }

    private Path chainFile(CertificateSetting setting) {
        return places.folder().resolve(setting.chain());
    }

    private Path keyFile(CertificateSetting setting) {
        return setting.key().isEmpty() ? chainFile(setting) : places.folder().resolve(setting.key());
    }

    private Optional<Identity> configured(CertificateSetting setting, CertificateReport.Draft draft) {
        try {
            return Optional.of(Identity.read(chainFile(setting), keyFile(setting)));
        } catch (BadCertificateException e) {
            draft.fault(e.says());
            return before(chainFile(setting));
        }
    }

    private Optional<Identity> before(Path file) {
        return inUse().all().stream()
                .filter(one -> one.source().equals(file.toString()))
                .findFirst();
    }

    private void fetched(CertificateReport.Draft draft, List<Identity> found) {
        for (Path file : fetchedFiles()) {
            try {
                Identity identity = Identity.read(file, file);
                if (clock.instant().isBefore(identity.ends())) {
                    found.add(identity);
                }
            } catch (BadCertificateException e) {
                draft.warning(e.says());
                before(file).ifPresent(found::add);
            }
        }
    }

    private List<Path> fetchedFiles() {
        if (!Files.isDirectory(fetched())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(fetched())) {
            return files.filter(file -> file.toString().endsWith(".pem")
                            && !file.getFileName().toString().startsWith("draft"))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private Optional<Identity> selfSigned(CertificateReport.Draft draft) {
        Set<String> names = new LinkedHashSet<>(places.hosts().get());
        names.addAll(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")); // as Java writes them
        try {
            return Optional.of(SelfSigned.readOrMake(places.kept(), names, clock.instant(), entropy));
        } catch (BadCertificateException e) {
            draft.fault(e.says());
            return Optional.empty();
        }
    }

    private ClientTrust trust(CertificateReport.Draft draft) {
        if (settings.clientAuthorities().isEmpty()) {
            return ClientTrust.ofTheJdk();
        }
        try {
            return ClientTrust.of(places.folder().resolve(settings.clientAuthorities()));
        } catch (BadCertificateException e) {
            draft.fault(e.says());
            return choice.map(Choice::trust).orElseGet(ClientTrust::ofTheJdk);
        }
    }

    private SSLContext context(Identities identities, ClientTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new IdentityKeys(identities, alpn)}, new TrustManager[] {trust}, null);
            context.getServerSessionContext()
                    .setSessionTimeout(Math.toIntExact(settings.sessionTime().toSeconds()));
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Whether there is one for the host that we did not make ourselves; nothing is put to use by asking. */
    public boolean isVouchedFor(String host) {
        return shownOrFound().without(places.selfSigned()).areFor(host);
    }

    private Identities shownOrFound() {
        return choice.map(Choice::inUse).orElseGet(() -> inspect().inUse());
    }

    /** What clients are shown; reads it where nobody has yet. */
    public Identities inUse() {
        return choice.map(Choice::inUse).orElse(new Identities(List.of()));
    }

    /**
     * The keys that clients of a host are shown, and the one prepared to come next. Where nothing has been read yet it is
     * looked for, and nothing is made or put to use.
     */
    public List<ShownKey> keysOf(String host) {
        return ShownKey.of(
                shownOrFound(), host, new HostKeys(places.kept()).next(host).map(KeyPair::getPublic));
    }

    /** Whether the host is one of those that a certificate is fetched for. */
    public boolean fetches(String host, AcmeSettings settings) {
        return settings.isOn() && Acme.hosts(settings, places.names()).contains(host);
    }

    /** Makes the key that a host's certificate is renewed with once its TLSA record is known. */
    public ShownKey prepareKey(String host) throws BadCertificateException {
        PublicKey made = new HostKeys(places.kept()).prepare(host).getPublic();
        return new ShownKey(ShownKey.digest(made), ShownKey.When.NEXT);
    }

    public Places places() {
        return places;
    }

    /** Whether clients are shown one that nobody vouches for. */
    public boolean isSelfSigned() {
        return configured.isEmpty() && fetchedFiles().isEmpty();
    }

    private Choice choice() {
        Optional<Choice> now = choice;
        if (now.isEmpty()) {
            synchronized (this) {
                if (choice.isEmpty()) {
                    var _ = read();
                }
                now = choice;
            }
        }
        return now.orElseThrow(() -> new IllegalStateException("there is no certificate to be had"));
    }

    SSLContext context() {
        return choice().context();
    }

    ClientTrust trust() {
        return choice().trust();
    }
}

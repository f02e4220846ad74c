package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.maillon.hosting.DomainKey.State;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.Store;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.wire.address.Domain;

/**
 * The keys that our domains' mail is signed with: rows beside the domain they belong to, which go with it. Private keys lie
 * in the data folder, which only its owner can read; they are shown nowhere.
 */
public final class DomainKeys {
    private static final int MOST_KEYS = 100;
    private static final int MOST_DOMAINS_REMEMBERED = 10_000;

    /** How late one process sees what another has changed. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Store store;
    private final InstantSource clock;
    private final SigningSettings settings;
    private final Cache<Domain.Name, List<SigningKey>> signing;
    private volatile boolean known;

    public DomainKeys(Store store, InstantSource clock, SigningSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.signing = Caffeine.newBuilder()
                .maximumSize(MOST_DOMAINS_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        this.known = areThere();
    }

    /** Whether there has ever been a key: where not, no message needs to be looked at. */
    public boolean areThere() {
        if (!known) {
            known = store.get(DirectoryKeys.DIRECTORY, DirectoryKeys.HAS_KEYS).isPresent();
        }
        return known;
    }

    /** Those that a domain's mail is signed with now, ready to sign; none where it has none that DNS shows. */
    public List<SigningKey> signing(Domain.Name domain) {
        return signing.get(
                domain,
                name -> list(name).stream()
                        .filter(key -> key.state() == State.ACTIVE)
                        .map(DomainKeys::ready)
                        .toList());
    }

    private static SigningKey ready(DomainKey key) {
        String family = key.algorithm() == Algorithm.ED25519_SHA256 ? "Ed25519" : "RSA";
        try {
            return new SigningKey(
                    key.domain(),
                    key.selector(),
                    key.algorithm(),
                    Crypto.keys(family)
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(key.privateKey().shared())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key " + key.selector() + " of " + key.domain(), e);
        }
    }

    /** In order of their selectors. */
    public List<DomainKey> list(Domain.Name domain) {
        return store
                .scan(DirectoryKeys.partition(domain), DirectoryKeys.SIGNING_KEYS, MOST_KEYS, Store.Direction.FORWARD)
                .stream()
                .map(row -> DomainKeyRows.read(domain, DirectoryKeys.rest(row.key()), row.value()))
                .toList();
    }

    public Optional<DomainKey> find(Domain.Name domain, String selector) {
        return store.get(DirectoryKeys.partition(domain), DirectoryKeys.signingKey(selector))
                .map(row -> DomainKeyRows.read(domain, selector, row));
    }

    /** Makes a key; it waits for its record to be published, unless DNS is not to be asked. */
    public Outcome<DomainKey> add(Domain.Name domain, Algorithm algorithm, Optional<String> selector) {
        Optional<String> wrong = selector.flatMap(name -> Names.wrongWithId("selector", name));
        if (wrong.isPresent()) {
            return Outcome.refused(Cause.INVALID, wrong.get());
        }
        KeyPair pair = pair(algorithm);
        Outcome<DomainKey> added = settle(() -> {
            Optional<Bytes> head = store.get(DirectoryKeys.partition(domain), DirectoryKeys.HEAD);
            List<DomainKey> there = list(domain);
            String name = selector.orElseGet(() -> free(there, algorithm));
            if (head.isEmpty()) {
                return refused(Cause.MISSING, DomainClaims.noDomain(domain));
            } else if (there.stream().anyMatch(key -> key.selector().equals(name))) {
                return refused(Cause.EXISTS, domain + " has a key " + name + " already; nothing was changed.");
            } else if (there.size() >= MOST_KEYS) {
                return refused(Cause.IN_USE, domain + " has " + there.size() + " keys; remove some first.");
            }
            remember();
            DomainKey key = made(domain, name, algorithm, pair);
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.HEAD, head.get())
                    .ifAbsent(DirectoryKeys.signingKey(name))
                    .put(DirectoryKeys.signingKey(name), DomainKeyRows.write(key));
            return commit(batch, domain) ? done(key) : Optional.empty();
        });
        return added;
    }

    private DomainKey made(Domain.Name domain, String selector, Algorithm algorithm, KeyPair pair) {
        Instant now = clock.instant();
        return new DomainKey(
                domain,
                selector,
                algorithm,
                settings.checkDns() ? State.WAITING : State.ACTIVE,
                Secret.wrap(pair.getPrivate().getEncoded()),
                Bytes.wrap(pair.getPublic().getEncoded()),
                now,
                now);
    }

    private KeyPair pair(Algorithm algorithm) {
        if (algorithm == Algorithm.ED25519_SHA256) {
            return Crypto.keyPairs("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = Crypto.keyPairs("RSA");
        generator.initialize(settings.rsaBits());
        return generator.generateKeyPair();
    }

    /** The month and the kind, which is what an operator looks for in a zone: {@code m202611r}. */
    private String free(List<DomainKey> there, Algorithm algorithm) {
        var month = clock.instant().atZone(ZoneOffset.UTC);
        String base = "m%04d%02d%s"
                .formatted(month.getYear(), month.getMonthValue(), algorithm == Algorithm.ED25519_SHA256 ? "e" : "r");
        String name = base;
        for (int i = 2; isTaken(there, name); i++) {
            name = base + i;
        }
        return name;
    }

    private static boolean isTaken(List<DomainKey> there, String name) {
        return there.stream().anyMatch(key -> key.selector().equals(name));
    }

    public Outcome<DomainKey> change(Domain.Name domain, String selector, State state) {
        return settle(() -> {
            Optional<DomainKey> key = find(domain, selector);
            if (key.isEmpty()) {
                return refused(Cause.MISSING, noKey(domain, selector));
            }
            DomainKey changed = key.get().in(state, clock.instant());
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.signingKey(selector), DomainKeyRows.write(key.get()))
                    .put(DirectoryKeys.signingKey(selector), DomainKeyRows.write(changed));
            return commit(batch, domain) ? done(changed) : Optional.empty();
        });
    }

    /** One that signs, or whose record is still needed, stays. */
    public Outcome<DomainKey> remove(Domain.Name domain, String selector) {
        return settle(() -> {
            Optional<DomainKey> key = find(domain, selector);
            if (key.isEmpty()) {
                return refused(Cause.MISSING, noKey(domain, selector));
            } else if (key.get().state() == State.ACTIVE) {
                return refused(
                        Cause.IN_USE,
                        "The key " + selector + " signs the mail of " + domain
                                + ". Retire it first: `maillon domain key retire " + domain + " " + selector + "`.");
            }
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(DirectoryKeys.signingKey(selector), DomainKeyRows.write(key.get()))
                    .delete(DirectoryKeys.signingKey(selector));
            return commit(batch, domain) ? done(key.get()) : Optional.empty();
        });
    }

    private static String noKey(Domain.Name domain, String selector) {
        return domain + " has no key " + selector + ". `maillon domain key list " + domain + "` shows those there are.";
    }

    /** Before the first key: a mark that a start finds with one question. */
    private void remember() {
        if (!areThere()) {
            store.commit(Batch.of(DirectoryKeys.DIRECTORY)
                    .put(DirectoryKeys.HAS_KEYS, Bytes.copyOf(new byte[] {1}))
                    .build());
            known = true;
        }
    }

    private boolean commit(Batch.Builder batch, Domain.Name domain) {
        try {
            return store.commit(batch.build()) instanceof Commit.Committed;
        } finally {
            signing.invalidate(domain);
        }
    }
}

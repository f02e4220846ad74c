package org.maillon.deliver.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.deliver.tls.StsRows.Known;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.kernel.ByteReader.DamagedRowException;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Seldom;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.trust.mtasts.PolicyHost;
import org.maillon.trust.mtasts.PolicyHost.Fetched;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.mtasts.StsRecord;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;
import org.maillon.trust.tlsrpt.TlsResults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of MTA-STS that hold (RFC 8461): fetched when a domain's record first tells of one or tells of another, and
 * again before they grow old; remembered in the store for their time, whatever becomes of the record and of the policy
 * host meanwhile (§5.1, §10.2: who takes away the one or the other must gain nothing by it).
 */
public final class StsPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    /** Rows looked at by one {@link #sweep}; of them one policy at most is fetched anew. */
    private static final int SWEPT_AT_ONCE = 100;

    private final Store store;
    private final Resolver resolver;
    private final PolicyHost host;
    private final InstantSource clock;
    private final TlsSettings settings;
    private final TlsResults results;
    private final Cache<String, Optional<Known>> known;

    /** Domains whose file could not be had of late. */
    private final Cache<String, String> failed;

    private final ConcurrentHashMap<String, ReentrantLock> fetching = new ConcurrentHashMap<>();
    private final Seldom untold;
    private KeyRange unswept = KeyRange.all();

    /** Where policies come from, and who hears of those that do not come. */
    public record Source(Resolver resolver, PolicyHost host, TlsResults results) {}

    /** @param clock the time of day: how old a policy is outlives a restart */
    public StsPolicies(Store store, Source source, InstantSource clock, TlsSettings settings) {
        this.store = store;
        this.resolver = source.resolver();
        this.host = source.host();
        this.results = source.results();
        this.clock = clock;
        this.settings = settings;
        this.untold = new Seldom(AFTER_TROUBLE, clock);
        this.known = Caffeine.newBuilder()
                .maximumSize(settings.policiesMost())
                .executor(Runnable::run)
                .build();
        this.failed = Caffeine.newBuilder()
                .maximumSize(settings.policiesMost())
                .expireAfterWrite(settings.policyRetry())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** What holds for a domain just now. Asks DNS, and the policy host where its record tells of something new. */
    public Optional<StsPolicy> of(String name) {
        String domain = name.toLowerCase(Locale.ROOT);
        Optional<Known> before = known(domain).filter(one -> one.holds(clock.instant()));
        Optional<StsRecord> told = record(domain);
        boolean isNew = told.isPresent()
                && before.filter(one -> one.id().equals(told.get().id())).isEmpty();
        return (isNew ? fetched(domain, told.get().id(), before) : before).map(Known::policy);
    }

    /** None, too, where DNS cannot tell: that is what somebody would make it do who wants us to forget. */
    private Optional<StsRecord> record(String domain) {
        return resolver.txt("_mta-sts." + domain) instanceof Lookup.Found<String>(List<String> texts, var _)
                ? StsRecord.among(texts)
                : Optional.empty();
    }

    private Optional<Known> known(String domain) {
        Optional<Known> here = known.getIfPresent(domain);
        if (here == null) {
            here = stored(domain);
            known.put(domain, here);
        }
        return here;
    }

    private Optional<Known> stored(String domain) {
        try {
            return store.get(StsRows.PARTITION, StsRows.key(domain)).flatMap(row -> read(domain, row));
        } catch (StoreException e) {
            if (untold.isTime()) {
                LOG.warn("policies of MTA-STS cannot be read from the store: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Optional<Known> read(String domain, Bytes row) {
        try {
            return StsRows.read(row);
        } catch (DamagedRowException | IllegalArgumentException e) {
            LOG.warn("the row of {}'s MTA-STS policy is damaged; it will be fetched anew: {}", domain, e.getMessage());
            return Optional.empty();
        }
    }

    /** One thread fetches, the others wait for what it brings. */
    private Optional<Known> fetched(String domain, String id, Optional<Known> before) {
        if (failed.getIfPresent(domain) != null) {
            return before;
        }
        ReentrantLock mine = fetching.computeIfAbsent(domain, _ -> new ReentrantLock());
        mine.lock();
        try {
            Optional<Known> meanwhile = known(domain).filter(one -> one.id().equals(id) && one.holds(clock.instant()));
            boolean again = meanwhile.isEmpty() && failed.getIfPresent(domain) == null;
            return again ? fetch(domain, id).or(() -> before) : meanwhile.or(() -> before);
        } finally {
            fetching.remove(domain, mine);
            mine.unlock();
        }
    }

    private Optional<Known> fetch(String domain, String id) {
        return switch (host.fetch(domain)) {
            case Fetched.File(Bytes octets) ->
                switch (StsPolicy.parse(octets.shared())) {
                    case StsPolicy.Parsed.Valid(StsPolicy policy) ->
                        Optional.of(learn(domain, new Known(id, clock.instant(), policy)));
                    case StsPolicy.Parsed.Invalid(String why) -> failed(domain, Kind.STS_POLICY_INVALID, why);
                };
            case Fetched.NotServed(String why) -> failed(domain, Kind.STS_POLICY_FETCH_ERROR, why);
            case Fetched.NotTrusted(String why) -> failed(domain, Kind.STS_WEBPKI_INVALID, why);
        };
    }

    private Optional<Known> failed(String domain, Kind kind, String why) {
        failed.put(domain, why);
        LOG.info("the MTA-STS policy of {} could not be had: {}", domain, why);
        TlsResult.Policy policy = new TlsResult.Policy(TlsResult.Type.STS, List.of(), List.of());
        results.note(new TlsResult(
                clock.instant(),
                domain,
                policy,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TlsResult.Failure(kind, why))));
        return Optional.empty();
    }

    private Known learn(String domain, Known one) {
        known.put(domain, Optional.of(one));
        try {
            store.commit(Batch.of(StsRows.PARTITION)
                    .patiently()
                    .put(StsRows.key(domain), StsRows.value(one))
                    .build());
        } catch (StoreException e) {
            LOG.warn("the MTA-STS policy of {} is in memory only: {}", domain, e.getMessage());
        }
        return one;
    }

    /**
     * Fetches anew what grows old (RFC 8461 §3.3), and forgets what is over; some rows at each call, which is about once a
     * minute. Blocks as long as one fetch.
     *
     * @throws StoreException where the store cannot be read
     */
    public void sweep() {
        Instant now = clock.instant();
        List<Row> rows = store.scan(StsRows.PARTITION, unswept, SWEPT_AT_ONCE, Store.Direction.FORWARD);
        unswept = rows.size() < SWEPT_AT_ONCE
                ? KeyRange.all()
                : unswept.after(rows.getLast().key());
        for (Row row : rows) {
            String domain = row.key().asUtf8();
            Optional<Known> one = read(domain, row.value());
            if (one.isEmpty() || !one.get().holds(now)) {
                forget(domain, row.key());
            } else if (isOld(one.get(), now) && failed.getIfPresent(domain) == null) {
                fetch(domain, one.get().id());
            }
        }
    }

    /** Once a day, and where it does not hold that long, at half of its time. */
    private boolean isOld(Known one, Instant now) {
        Duration half = one.policy().maxAge().dividedBy(2);
        Duration age = half.compareTo(settings.policyRefresh()) < 0 ? half : settings.policyRefresh();
        return !now.isBefore(one.fetched().plus(age));
    }

    private void forget(String domain, Bytes key) {
        known.invalidate(domain);
        store.commit(Batch.of(StsRows.PARTITION).patiently().delete(key).build());
    }
}

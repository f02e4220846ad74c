package org.maillon.trust.spf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.maillon.dns.Resolver;

/**
 * Asks a domain whether a client may speak for it. RFC 7208. Verdicts are remembered for a while: the same question comes
 * at MAIL, at the end of DATA and with the next message.
 */
public final class SpfEvaluator {
    private final Resolver resolver;
    private final InstantSource clock;
    private final SpfSettings settings;
    private final Cache<SpfQuery, SpfVerdict> known;

    public SpfEvaluator(Resolver resolver, InstantSource clock, SpfSettings settings) {
        this.resolver = resolver;
        this.clock = clock;
        this.settings = settings;
        this.known = Caffeine.newBuilder()
                .maximumSize(settings.cache())
                .expireAfterWrite(settings.cacheTime())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** Blocks while DNS is asked: up to the time of the settings, and that of one question more. Without steps. */
    public SpfVerdict check(SpfQuery query) {
        SpfVerdict remembered = known.getIfPresent(query);
        if (remembered != null) {
            return remembered;
        }
        SpfVerdict verdict = explain(query).withoutSteps();
        if (verdict.result() != SpfResult.TEMPERROR) {
            known.put(query, verdict);
        }
        return verdict;
    }

    /** Asks anew, and says each step. */
    public SpfVerdict explain(SpfQuery query) {
        return new Evaluation(resolver, clock, settings, query).check();
    }
}

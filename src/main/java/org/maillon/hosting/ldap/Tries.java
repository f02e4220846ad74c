package org.maillon.hosting.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.unboundid.ldap.sdk.DN;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many wrong passwords an entry is bound with in a time, so that strangers do not make its server lock it. Each is counted
 * before it is tried: many at once are no more than one after the other.
 */
final class Tries {
    /** Of entries, before the oldest are forgotten: by then the guard has blocked some thousand addresses. */
    private static final int ENTRIES = 100_000;

    private final int bound;
    private final Duration time;
    private final InstantSource steady;
    private final Cache<String, List<Try>> failures;

    /** One that has failed, or is under way. Each is only itself, even at the same moment. */
    static final class Try {
        private final String key;
        private final Instant at;

        private Try(String key, Instant at) {
            this.key = key;
            this.at = at;
        }
    }

    Tries(LdapSetting setting, InstantSource steady) {
        this.bound = setting.logInFailures();
        this.time = setting.logInFailuresTime();
        this.steady = steady;
        this.failures = Caffeine.newBuilder()
                .maximumSize(ENTRIES)
                .expireAfterWrite(time)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** Counts as a failure from now on, until it is told otherwise. Empty: there are enough. */
    Optional<Try> take(DN entry) {
        Try one = new Try(key(entry), steady.instant());
        if (bound == 0) {
            return Optional.of(one);
        }
        AtomicBoolean taken = new AtomicBoolean();
        failures.asMap().compute(one.key, (_, known) -> {
            List<Try> recent = recent(known == null ? List.of() : known, one.at);
            if (recent.size() >= bound) {
                return recent;
            }
            taken.set(true);
            return Stream.concat(recent.stream(), Stream.of(one)).toList();
        });
        return taken.get() ? Optional.of(one) : Optional.empty();
    }

    /** Servers pass over what cannot be seen in a name, and some over accents: rather one count for two. */
    private static String key(DN entry) {
        return Arrays.stream(entry.getRDNs())
                .flatMap(part -> Arrays.stream(part.getAttributeValues()))
                .map(value -> Normalizer.normalize(value, Normalizer.Form.NFKD)
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[\\p{M}\\p{C}\\p{Z}]", ""))
                .collect(Collectors.joining(","));
    }

    private List<Try> recent(List<Try> known, Instant now) {
        Instant oldest = now.minus(time);
        return known.stream().filter(one -> one.at.isAfter(oldest)).toList();
    }

    /** The server has begun to count anew. What was taken since may fail yet. */
    void succeeded(Try one) {
        failures.asMap()
                .computeIfPresent(
                        one.key,
                        (_, known) ->
                                known.stream().skip(known.indexOf(one) + 1L).toList());
    }

    /** Nobody has judged it. */
    void giveBack(Try one) {
        failures.asMap()
                .computeIfPresent(
                        one.key,
                        (_, known) -> known.stream()
                                .filter(other -> !other.equals(one))
                                .toList());
    }
}

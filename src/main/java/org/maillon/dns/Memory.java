package org.maillon.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Answers of one kind, each for its time; bounded by the records in it. Questions on their way are shared. */
final class Memory<T> {
    private final DnsSettings settings;
    private final Cache<String, Assured<T>> answers;
    private final ConcurrentHashMap<String, CompletableFuture<Assured<T>>> onTheirWay = new ConcurrentHashMap<>();

    Memory(InstantSource clock, DnsSettings settings, ToIntFunction<T> weight) {
        this.settings = settings;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(settings.cacheRecords())
                .weigher((String _, Assured<T> answer) -> weight(answer.lookup(), weight))
                .expireAfter(Expiry.creating((String _, Assured<T> answer) -> timeToLive(answer.lookup())))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    Assured<T> get(String key, Supplier<Assured<T>> source) {
        Assured<T> known = answers.getIfPresent(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<Assured<T>> mine = new CompletableFuture<>();
        CompletableFuture<Assured<T>> theirs = onTheirWay.putIfAbsent(key, mine);
        return theirs == null ? ask(key, source, mine) : theirs.join();
    }

    private Assured<T> ask(String key, Supplier<Assured<T>> source, CompletableFuture<Assured<T>> mine) {
        Assured<T> answer = Assured.insecure(new Lookup.Failed<>("the question was given up"), key);
        try {
            answer = source.get();
            answers.put(key, answer);
            return answer;
        } finally {
            onTheirWay.remove(key, mine);
            mine.complete(answer);
        }
    }

    private static <T> int weight(Lookup<T> answer, ToIntFunction<T> weight) {
        return answer instanceof Lookup.Found<T> found
                ? 1 + found.records().stream().mapToInt(weight).sum()
                : 1;
    }

    private Duration timeToLive(Lookup<T> answer) {
        return switch (answer) {
            case Lookup.Found<T> found -> clamp(found.ttl(), settings.maxTtl());
            case Lookup.NoData<T>(Duration ttl) -> clamp(ttl, settings.maxNegativeTtl());
            case Lookup.NoSuchName<T>(Duration ttl) -> clamp(ttl, settings.maxNegativeTtl());
            case Lookup.Failed<T> _ -> settings.failureTtl();
        };
    }

    private Duration clamp(Duration ttl, Duration most) {
        Duration least = ttl.compareTo(settings.minTtl()) < 0 ? settings.minTtl() : ttl;
        return least.compareTo(most) > 0 ? most : least;
    }
}

package org.maillon.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Durations;
import org.maillon.kernel.Settings;

class CachingResolverTest {
    private volatile Instant now = Instant.EPOCH;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Supplier<Lookup<MxRecord>> source = () -> answer("found", Duration.ofMinutes(30));
    private final CachingResolver resolver = caching(1000);

    private CachingResolver caching(int records) {
        DnsSettings settings = Settings.read(
                DnsSettings.class,
                Map.of(
                        "min-ttl", "5s",
                        "max-ttl", "1h",
                        "max-negative-ttl", "10m",
                        "failure-ttl", "10s",
                        "cache-records", String.valueOf(records)));
        InstantSource clock = () -> now;
        return new CachingResolver(new Counting(), clock, settings);
    }

    /** Answers MX questions from {@link #source}. */
    private final class Counting implements Resolver {
        @Override
        public Lookup<MxRecord> mx(String domain) {
            questions.incrementAndGet();
            return source.get();
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return new Lookup.NoData<>(Duration.ZERO);
        }

        @Override
        public Lookup<String> txt(String name) {
            return new Lookup.NoData<>(Duration.ZERO);
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return new Lookup.NoData<>(Duration.ZERO);
        }
    }

    private static Lookup<MxRecord> answer(String kind, Duration ttl) {
        return switch (kind) {
            case "found" -> new Lookup.Found<>(List.of(new MxRecord(1, "mx")), ttl);
            case "nodata" -> new Lookup.NoData<>(ttl);
            case "nosuchname" -> new Lookup.NoSuchName<>(ttl);
            default -> new Lookup.Failed<>("why");
        };
    }

    @ParameterizedTest(name = "{0} with TTL {1} is held for {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    found      | 5m | 5m  | its own TTL
                    found      | 0s | 5s  | at least min-ttl
                    found      | 2h | 1h  | at most max-ttl
                    nodata     | 1m | 1m  | the SOA's word
                    nodata     | 1h | 10m | at most max-negative-ttl
                    nosuchname | 1h | 10m | at most max-negative-ttl
                    failed     | 0s | 10s | failures shortly
                    """)
    void holdsEachAnswerForItsTime(String kind, String ttl, String held, String reason) {
        source = () -> answer(kind, Durations.parse(ttl));
        resolver.mx("example.org");
        now = Instant.EPOCH.plus(Durations.parse(held)).minusMillis(1);
        resolver.mx("Example.ORG.");
        assertThat(questions).as(reason).hasValue(1);
        now = Instant.EPOCH.plus(Durations.parse(held)).plusMillis(1);
        resolver.mx("example.org");
        assertThat(questions).as(reason).hasValue(2);
    }

    @Test
    void asksOnceHoweverManyWantToKnow() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        source = () -> {
            try {
                gate.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return answer("found", Duration.ofMinutes(1));
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Lookup<MxRecord>>> asking = IntStream.range(0, 100)
                    .mapToObj(_ -> threads.submit(() -> resolver.mx("example.org")))
                    .toList();
            await().until(() -> questions.get() == 1);
            gate.countDown();
            for (Future<Lookup<MxRecord>> one : asking) {
                assertThat(one.get()).isInstanceOf(Lookup.Found.class);
            }
        }
        assertThat(questions).hasValue(1);
    }

    @Test
    void aQuestionThatBreaksIsNotRemembered() {
        source = () -> {
            throw new IllegalStateException("a bug");
        };
        assertThatThrownBy(() -> resolver.mx("example.org")).isInstanceOf(IllegalStateException.class);
        source = () -> answer("found", Duration.ofMinutes(1));
        assertThat(resolver.mx("example.org")).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void holdsNoMoreRecordsThanItsBound() {
        CachingResolver small = caching(20);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                small.mx("d" + i + ".example");
            }
        }
        assertThat(questions.get()).isGreaterThan(150);
    }
}

package org.maillon.trust;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;

/** TXT records in memory; names that fail; names that never answer. */
public final class TxtZone implements Resolver {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NEVER = "never";
    private static final String BROKEN = "broken";

    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();

    public TxtZone txt(String name, String text) {
        texts.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
        return this;
    }

    public TxtZone without(String name) {
        texts.remove(name);
        return this;
    }

    public TxtZone fails(String name, String why) {
        failures.put(name, why);
        return this;
    }

    /** Until whoever asks is interrupted. */
    public TxtZone isSilent(String name) {
        return fails(name, NEVER);
    }

    /** As a resolver that has a fault of its own would. */
    public TxtZone breaksAt(String name) {
        return fails(name, BROKEN);
    }

    public int questions() {
        return questions.get();
    }

    @Override
    public Lookup<String> txt(String name) {
        questions.incrementAndGet();
        String why = failures.get(name);
        if (NEVER.equals(why)) {
            return silence();
        } else if (BROKEN.equals(why)) {
            throw new IllegalArgumentException("a fault of the resolver's");
        } else if (why != null) {
            return new Lookup.Failed<>(why);
        }
        List<String> found = texts.get(name);
        return found == null ? new Lookup.NoSuchName<>(HOUR) : new Lookup.Found<>(found, HOUR);
    }

    private static Lookup<String> silence() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Lookup.Failed<>("interrupted");
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return new Lookup.NoSuchName<>(HOUR);
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return new Lookup.NoSuchName<>(HOUR);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return new Lookup.NoSuchName<>(HOUR);
    }
}

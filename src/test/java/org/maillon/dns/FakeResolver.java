package org.maillon.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * DNS in memory, for tests of any room. A name that was told of has {@code NoData} of what was not told; any other is
 * {@code NoSuchName}.
 */
public final class FakeResolver implements Resolver {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, List<MxRecord>> mx = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final AtomicInteger questions = new AtomicInteger();

    public FakeResolver mx(String domain, int preference, String exchange) {
        mx.computeIfAbsent(domain, _ -> new ArrayList<>()).add(new MxRecord(preference, exchange));
        return this;
    }

    public FakeResolver host(String name, String... literals) {
        List<InetAddress> known = addresses.computeIfAbsent(name, _ -> new ArrayList<>());
        for (String literal : literals) {
            known.add(InetAddress.ofLiteral(literal));
        }
        return this;
    }

    public FakeResolver txt(String name, String... records) {
        texts.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(List.of(records));
        return this;
    }

    /** The names that the address has by PTR. */
    public FakeResolver named(String address, String... hosts) {
        names.computeIfAbsent(InetAddress.ofLiteral(address).getHostAddress(), _ -> new ArrayList<>())
                .addAll(List.of(hosts));
        return this;
    }

    /** Questions about the name fail from now on. */
    public FakeResolver fails(String name, String why) {
        failures.put(name, why);
        return this;
    }

    public int questions() {
        return questions.get();
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return answer(domain, mx);
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return answer(host, addresses);
    }

    @Override
    public Lookup<String> txt(String name) {
        return answer(name, texts);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return answer(address.getHostAddress(), names);
    }

    private <T> Lookup<T> answer(String name, Map<String, List<T>> from) {
        questions.incrementAndGet();
        String why = failures.get(name);
        List<T> found = from.getOrDefault(name, List.of());
        if (why != null) {
            return new Lookup.Failed<>(why);
        } else if (!found.isEmpty()) {
            return new Lookup.Found<>(found, HOUR);
        }
        return mx.containsKey(name) || addresses.containsKey(name) || texts.containsKey(name)
                ? new Lookup.NoData<>(HOUR)
                : new Lookup.NoSuchName<>(HOUR);
    }
}

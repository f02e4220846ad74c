package org.maillon.trust.spf;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.xbill.DNS.ReverseMap;

/**
 * The zone of one scenario of the suite. An SPF record stands for a TXT record as well, unless its name says something of
 * its own about TXT; after TIMEOUT nothing is answered but the types that stood before it.
 */
final class SuiteZone implements Resolver {
    private static final Duration TTL = Duration.ofHours(1);
    private static final int MOST_CNAMES = 8;

    private final Map<String, Map<String, List<Object>>> names = new HashMap<>();

    SuiteZone(Map<String, List<Object>> data) {
        data.forEach((name, entries) -> names.put(key(name), types(entries)));
    }

    private static Map<String, List<Object>> types(List<Object> entries) {
        Map<String, List<Object>> types = new HashMap<>();
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> record) {
                record.forEach((type, value) -> types.computeIfAbsent(String.valueOf(type), _ -> new ArrayList<>())
                        .add(value));
            } else {
                types.put("TIMEOUT", List.of());
            }
        }
        if (!types.containsKey("TXT") && types.containsKey("SPF")) {
            types.put("TXT", types.getOrDefault("SPF", List.of()));
        }
        types.getOrDefault("TXT", new ArrayList<>()).removeIf("NONE"::equals);
        return types;
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private <T> Lookup<T> answer(String asked, String type, Function<Object, T> reader) {
        String name = key(asked);
        for (int i = 0; i < MOST_CNAMES; i++) {
            Map<String, List<Object>> types = names.get(name);
            if (types == null) {
                return new Lookup.NoSuchName<>(TTL);
            }
            List<Object> found = types.getOrDefault(type, List.of());
            if (!found.isEmpty()) {
                return new Lookup.Found<>(found.stream().map(reader).toList(), TTL);
            } else if (!types.containsKey("CNAME")) {
                return types.containsKey("TIMEOUT") ? new Lookup.Failed<>("time is over") : new Lookup.NoData<>(TTL);
            }
            name = key(String.valueOf(types.get("CNAME").getFirst()));
        }
        return new Lookup.Failed<>("CNAMEs that go in circles");
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return answer(domain, "MX", value -> {
            List<?> pair = (List<?>) value;
            return new MxRecord((Integer) pair.getFirst(), key(String.valueOf(pair.getLast())));
        });
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        throw new UnsupportedOperationException("SPF asks for one kind");
    }

    @Override
    public Lookup<InetAddress> a(String host) {
        return answer(host, "A", value -> InetAddress.ofLiteral(String.valueOf(value)));
    }

    @Override
    public Lookup<InetAddress> aaaa(String host) {
        return answer(host, "AAAA", value -> InetAddress.ofLiteral(String.valueOf(value)));
    }

    @Override
    public Lookup<String> txt(String name) {
        return answer(
                name,
                "TXT",
                value -> value instanceof List<?> strings
                        ? String.join("", strings.stream().map(String::valueOf).toList())
                        : String.valueOf(value));
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return answer(ReverseMap.fromAddress(address).toString(), "PTR", value -> key(String.valueOf(value)));
    }
}

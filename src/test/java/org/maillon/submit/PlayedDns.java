package org.maillon.submit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;

/** A few domains, each with its own trouble. */
final class PlayedDns implements Resolver {
    private static final Duration TTL = Duration.ofHours(1);

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return switch (domain) {
            case "remote.test" -> new Lookup.Found<>(List.of(new MxRecord(10, "mx.remote.test")), TTL);
            case "null.test" -> new Lookup.Found<>(List.of(new MxRecord(0, "")), TTL);
            case "broken.test" -> new Lookup.Failed<>("SERVFAIL");
            default -> new Lookup.NoSuchName<>(TTL);
        };
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return host.equals("mx.remote.test")
                ? new Lookup.Found<>(List.of(InetAddress.ofLiteral("192.0.2.25")), TTL)
                : new Lookup.NoSuchName<>(TTL);
    }

    @Override
    public Lookup<String> txt(String name) {
        return new Lookup.NoData<>(TTL);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return new Lookup.NoData<>(TTL);
    }
}

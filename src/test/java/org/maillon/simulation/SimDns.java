package org.maillon.simulation;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.simulation.Plan.Trouble;

/** DNS as the world has it, which fails, keeps silent and changes. */
final class SimDns implements Resolver {
    private static final Duration TTL = Duration.ofMinutes(5);

    private final World world;
    private final SplittableRandom entropy;
    private final Map<String, List<MxRecord>> exchangers = new TreeMap<>();
    private final Map<String, List<InetAddress>> hosts = new TreeMap<>();

    SimDns(World world, SplittableRandom entropy) {
        this.world = world;
        this.entropy = entropy;
    }

    void host(String name, InetAddress address) {
        hosts.put(name, List.of(address));
    }

    void domain(String name, List<MxRecord> records) {
        exchangers.put(name, List.copyOf(records));
    }

    /** The hosts of one domain change places with another's. */
    void change() {
        List<String> names = new ArrayList<>(exchangers.keySet());
        String one = names.get(entropy.nextInt(names.size()));
        String other = names.get(entropy.nextInt(names.size()));
        if (one.startsWith("far") && other.startsWith("far")) {
            List<MxRecord> was = exchangers.getOrDefault(one, List.of());
            domain(one, exchangers.getOrDefault(other, List.of()));
            domain(other, was);
            world.log.say("the MX of " + one + " and " + other + " change places");
        }
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return answer(domain, exchangers);
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return answer(host, hosts);
    }

    private <T> Lookup<T> answer(String name, Map<String, List<T>> zone) {
        if (world.plan.strikes(Trouble.DNS_SILENT, entropy)) {
            world.time.sleep(12_000);
            world.log.say("DNS keeps silent on " + name);
            return new Lookup.Failed<>("no server answered in time");
        }
        world.time.sleep(entropy.nextInt(1, 40));
        if (world.plan.strikes(Trouble.DNS_FAILS, entropy)) {
            world.log.say("DNS fails for " + name);
            return new Lookup.Failed<>("SERVFAIL");
        }
        List<T> found = zone.get(name);
        if (found != null) {
            return new Lookup.Found<>(found, TTL);
        }
        return exchangers.containsKey(name) || hosts.containsKey(name)
                ? new Lookup.NoData<>(TTL)
                : new Lookup.NoSuchName<>(TTL);
    }

    @Override
    public Lookup<String> txt(String name) {
        return new Lookup.NoSuchName<>(TTL);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return new Lookup.NoSuchName<>(TTL);
    }
}

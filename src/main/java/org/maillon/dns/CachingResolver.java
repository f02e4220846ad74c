package org.maillon.dns;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Locale;

/** Remembers another resolver's answers, failures shortly too, and asks it once however many want to know the same. */
public final class CachingResolver implements Resolver {
    private final Resolver source;
    private final Memory<MxRecord> mx;
    private final Memory<InetAddress> addresses;
    private final Memory<InetAddress> a;
    private final Memory<InetAddress> aaaa;
    private final Memory<String> txt;
    private final Memory<String> ptr;

    public CachingResolver(Resolver source, InstantSource clock, DnsSettings settings) {
        this.source = source;
        this.mx = new Memory<>(clock, settings, _ -> 1);
        this.addresses = new Memory<>(clock, settings, _ -> 1);
        this.a = new Memory<>(clock, settings, _ -> 1);
        this.aaaa = new Memory<>(clock, settings, _ -> 1);
        this.txt = new Memory<>(clock, settings, CachingResolver::weight);
        this.ptr = new Memory<>(clock, settings, CachingResolver::weight);
    }

    private static int weight(String text) {
        return 1 + text.length() / 64;
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return mx.get(key(domain), () -> source.mx(domain));
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return addresses.get(key(host), () -> source.addresses(host));
    }

    @Override
    public Lookup<InetAddress> a(String host) {
        return a.get(key(host), () -> source.a(host));
    }

    @Override
    public Lookup<InetAddress> aaaa(String host) {
        return aaaa.get(key(host), () -> source.aaaa(host));
    }

    @Override
    public Lookup<String> txt(String name) {
        return txt.get(key(name), () -> source.txt(name));
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return ptr.get(address.getHostAddress(), () -> source.ptr(address));
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}

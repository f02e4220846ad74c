package org.maillon.dns;

import java.net.InetAddress;
import java.time.InstantSource;

/** Remembers another resolver's answers, failures shortly too, and asks it once however many want to know the same. */
public final class CachingResolver implements Resolver {
    private final Resolver source;
    private final Memory<MxRecord> mx;
    private final Memory<InetAddress> addresses;
    private final Memory<InetAddress> a;
    private final Memory<InetAddress> aaaa;
    private final Memory<TlsaRecord> tlsa;
    private final Memory<String> txt;
    private final Memory<String> ptr;

    public CachingResolver(Resolver source, InstantSource clock, DnsSettings settings) {
        this.source = source;
        this.mx = new Memory<>(clock, settings, _ -> 1);
        this.addresses = new Memory<>(clock, settings, _ -> 1);
        this.a = new Memory<>(clock, settings, _ -> 1);
        this.aaaa = new Memory<>(clock, settings, _ -> 1);
        this.tlsa = new Memory<>(clock, settings, record -> 1 + record.data().length() / 64);
        this.txt = new Memory<>(clock, settings, CachingResolver::weight);
        this.ptr = new Memory<>(clock, settings, CachingResolver::weight);
    }

    private static int weight(String text) {
        return 1 + text.length() / 64;
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return assuredMx(domain).lookup();
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return assuredAddresses(host).lookup();
    }

    @Override
    public Assured<MxRecord> assuredMx(String domain) {
        return mx.get(key(domain), () -> source.assuredMx(domain));
    }

    @Override
    public Assured<InetAddress> assuredAddresses(String host) {
        return addresses.get(key(host), () -> source.assuredAddresses(host));
    }

    @Override
    public Assured<TlsaRecord> tlsa(String name) {
        return tlsa.get(key(name), () -> source.tlsa(name));
    }

    @Override
    public Lookup<InetAddress> a(String host) {
        return a.get(key(host), () -> Assured.insecure(source.a(host), host)).lookup();
    }

    @Override
    public Lookup<InetAddress> aaaa(String host) {
        return aaaa.get(key(host), () -> Assured.insecure(source.aaaa(host), host))
                .lookup();
    }

    @Override
    public Resolver fresh() {
        return source;
    }

    /** Not remembered: who asks so wants to know what is there now. */
    @Override
    public Lookup<String> records(String name, String type) {
        return source.records(name, type);
    }

    @Override
    public Lookup<String> txt(String name) {
        return txt.get(key(name), () -> Assured.insecure(source.txt(name), name))
                .lookup();
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        String key = address.getHostAddress();
        return ptr.get(key, () -> Assured.insecure(source.ptr(address), key)).lookup();
    }

    private static String key(String name) {
        return Assured.plain(name);
    }
}

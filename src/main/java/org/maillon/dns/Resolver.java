package org.maillon.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Answers DNS questions, blocking up to its own bound. Names are ASCII, with or without a trailing dot. */
public interface Resolver {
    Lookup<MxRecord> mx(String domain);

    /** A and AAAA together, IPv6 first. */
    Lookup<InetAddress> addresses(String host);

    /** IPv4 addresses alone: half the questions of {@link #addresses}, where only they say something. */
    default Lookup<InetAddress> a(String host) {
        return only(Inet4Address.class, addresses(host));
    }

    /** IPv6 addresses alone. */
    default Lookup<InetAddress> aaaa(String host) {
        return only(Inet6Address.class, addresses(host));
    }

    private static Lookup<InetAddress> only(Class<? extends InetAddress> kind, Lookup<InetAddress> both) {
        if (!(both instanceof Lookup.Found<InetAddress>(var records, var ttl))) {
            return both;
        }
        List<InetAddress> left = records.stream().filter(kind::isInstance).toList();
        return left.isEmpty() ? new Lookup.NoData<>(ttl) : new Lookup.Found<>(left, ttl);
    }

    /**
     * The texts of a name. The strings of a record are joined without anything between them, and each octet is one char
     * (ISO-8859-1): what they are in other terms is for those to say who gave the text its meaning.
     */
    Lookup<String> txt(String name);

    /** The names of an address, lower case, no trailing dot. That they lead back to it is not said yet. */
    Lookup<String> ptr(InetAddress address);

    /**
     * Records of any type as a zone file writes what stands behind the type: {@code 10 mx.example.org.}
     *
     * @param type such as {@code SRV}
     */
    default Lookup<String> records(String name, String type) {
        return new Lookup.Failed<>("this resolver knows no records of any type");
    }

    /** The same without a memory: for those who want to know what DNS says now. */
    default Resolver fresh() {
        return this;
    }

    /** The same as {@link #mx}, with who vouches for it. */
    default Assured<MxRecord> assuredMx(String domain) {
        return Assured.insecure(mx(domain), domain);
    }

    /** The same as {@link #addresses}, with who vouches for it. */
    default Assured<InetAddress> assuredAddresses(String host) {
        return Assured.insecure(addresses(host), host);
    }

    /** Certificates bound to a service: {@code _25._tcp.mx.example.org} (RFC 6698 §3). */
    default Assured<TlsaRecord> tlsa(String name) {
        return Assured.insecure(new Lookup.Failed<>("this resolver knows no TLSA records"), name);
    }
}

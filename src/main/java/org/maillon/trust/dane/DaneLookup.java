package org.maillon.trust.dane;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.maillon.dns.Assured;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.dns.TlsaRecord;

/** Whether a mail host has TLSA records that count (RFC 7672 §2.2). */
public final class DaneLookup {
    private DaneLookup() {}

    /** What DNS says of a host. */
    public sealed interface Found {
        /**
         * TLS is a must, and the certificate has to match.
         *
         * @param names that a certificate under one of our authorities may bear (RFC 7672 §3.2.2)
         */
        record Records(List<Tlsa> records, Set<String> names) implements Found {
            public Records {
                records = List.copyOf(records);
                names = Set.copyOf(names);
            }
        }

        /** There are records and none that we can use: TLS is a must, whatever the certificate (RFC 7672 §2.2). */
        record NoneUsable() implements Found {}

        /** It has none, or nobody vouches for what DNS says of it. */
        record Nothing() implements Found {}

        /** DNS cannot tell, or lies: this host is not to be used now (RFC 7672 §2.1.2). */
        record Unknown(String why, boolean forged) implements Found {}
    }

    /**
     * Asks for the host's addresses, and where those are signed for its records. That the host is the one of the domain
     * must be signed too: the caller knows.
     *
     * @param domain whose mail it is: a name that its certificate may bear as well
     */
    public static Found of(String domain, String host, int port, Resolver resolver) {
        Assured<InetAddress> addresses = resolver.assuredAddresses(host);
        return switch (addresses.status()) {
            case BOGUS -> new Found.Unknown("the addresses of " + host + ": " + why(addresses.lookup()), true);
            // RFC 7672 §2.2.2: whose addresses are not signed has no records that could be trusted
            case INSECURE -> new Found.Nothing();
            case SECURE -> atEither(domain, host, addresses.owner(), port, resolver);
        };
    }

    /** RFC 7672 §2.2.3: where the host is an alias, first under the name that it stands for. */
    private static Found atEither(String domain, String host, String canonical, int port, Resolver resolver) {
        Found found = at(domain, host, canonical, port, resolver);
        boolean isAlias = !canonical.equals(Assured.plain(host));
        return found instanceof Found.Nothing && isAlias ? at(domain, host, host, port, resolver) : found;
    }

    private static Found at(String domain, String host, String base, int port, Resolver resolver) {
        String name = "_" + port + "._tcp." + base;
        Assured<TlsaRecord> answer = resolver.tlsa(name);
        return switch (answer.lookup()) {
            case Lookup.Failed<TlsaRecord>(String why) ->
                new Found.Unknown("the TLSA records of " + host + ": " + why, answer.status() == Assured.Status.BOGUS);
            case Lookup.NoData<TlsaRecord> _, Lookup.NoSuchName<TlsaRecord> _ -> new Found.Nothing();
            case Lookup.Found<TlsaRecord>(List<TlsaRecord> records, var _) ->
                answer.isSecure() ? usable(records, domain, host, base) : new Found.Nothing();
        };
    }

    private static Found usable(List<TlsaRecord> records, String domain, String host, String base) {
        List<Tlsa> usable = Tlsa.usable(records);
        return usable.isEmpty()
                ? new Found.NoneUsable()
                : new Found.Records(
                        usable,
                        new HashSet<>(List.of(Assured.plain(domain), Assured.plain(host), Assured.plain(base))));
    }

    private static String why(Lookup<?> lookup) {
        return lookup instanceof Lookup.Failed<?>(String why) ? why : "not signed as they should be";
    }
}

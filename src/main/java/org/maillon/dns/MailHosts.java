package org.maillon.dns;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/** Which hosts take a domain's mail, as DNS has it (RFC 5321 §5.1): what routing and verification both begin with. */
public sealed interface MailHosts {
    /** The MX records, the most preferred first. */
    record Exchangers(List<MxRecord> records) implements MailHosts {
        public Exchangers {
            records = List.copyOf(records);
        }
    }

    /** No MX, but addresses: the domain is its own mail host (RFC 5321 §5.1, the implicit MX). */
    record Itself(List<InetAddress> addresses) implements MailHosts {
        public Itself {
            addresses = List.copyOf(addresses);
        }
    }

    /** The null MX: this domain never takes mail (RFC 7505 §3). */
    record NoMail() implements MailHosts {}

    record NoSuchDomain() implements MailHosts {}

    /** The domain exists, with neither MX nor address. */
    record NoHost() implements MailHosts {}

    record Unknown(String why) implements MailHosts {}

    static MailHosts of(String domain, Resolver resolver) {
        return switch (resolver.mx(domain)) {
            case Lookup.Found<MxRecord>(List<MxRecord> records, var _) -> ofRecords(records);
            case Lookup.NoData<MxRecord> _ -> ofAddresses(resolver.addresses(domain));
            case Lookup.NoSuchName<MxRecord> _ -> new NoSuchDomain();
            case Lookup.Failed<MxRecord>(String why) -> new Unknown(why);
        };
    }

    private static MailHosts ofRecords(List<MxRecord> records) {
        // RFC 7505 §3: a null MX stands alone; beside real ones it is an error, and the real ones count
        List<MxRecord> real = records.stream()
                .filter(mx -> !mx.isNull())
                .sorted(Comparator.comparingInt(MxRecord::preference))
                .toList();
        return real.isEmpty() ? new NoMail() : new Exchangers(real);
    }

    private static MailHosts ofAddresses(Lookup<InetAddress> addresses) {
        return switch (addresses) {
            case Lookup.Found<InetAddress>(List<InetAddress> found, var _) -> new Itself(found);
            case Lookup.NoData<InetAddress> _ -> new NoHost();
            case Lookup.NoSuchName<InetAddress> _ -> new NoSuchDomain();
            case Lookup.Failed<InetAddress>(String why) -> new Unknown(why);
        };
    }
}

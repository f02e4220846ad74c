package org.maillon.trust.dmarc;

import java.net.InetAddress;
import java.util.Optional;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;

/** What DNS says to the questions of DMARC. */
record Zone(Resolver resolver) {
    /** The record at one name, or why there is none. */
    sealed interface Published {
        record There(DmarcRecord record) implements Published {}

        /** Nothing, somebody else's text, or more than one: as good as none (RFC 9989 §4.10, RFC 7489 §6.6.3). */
        record Nothing() implements Published {}

        record Unknown(String why) implements Published {}
    }

    Published at(String domain) {
        return switch (resolver.txt("_dmarc." + domain)) {
            case Lookup.Found<String> found -> {
                var records = found.records().stream()
                        .filter(text -> startsAsOne(text))
                        .toList();
                Optional<DmarcRecord> only =
                        records.size() == 1 ? DmarcRecord.parse(records.getFirst()) : Optional.empty();
                yield only.<Published>map(Published.There::new).orElseGet(Published.Nothing::new);
            }
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> new Published.Nothing();
            case Lookup.Failed<String>(String why) -> new Published.Unknown(why);
        };
    }

    private static boolean startsAsOne(String text) {
        int equals = text.indexOf('=');
        return equals > 0
                && text.substring(0, equals).strip().equalsIgnoreCase("v")
                && text.substring(equals + 1).stripLeading().startsWith("DMARC1");
    }

    /** RFC 9989 §3.2.13: a domain exists where any of MX, A and AAAA does not answer NXDOMAIN; who cannot tell says yes. */
    boolean exists(String domain) {
        Lookup<MxRecord> mx = resolver.mx(domain);
        if (!(mx instanceof Lookup.NoSuchName<MxRecord>)) {
            return true;
        }
        return !(resolver.addresses(domain) instanceof Lookup.NoSuchName<InetAddress>);
    }
}

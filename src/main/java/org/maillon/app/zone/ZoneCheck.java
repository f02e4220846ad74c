package org.maillon.app.zone;

import java.util.List;
import java.util.Locale;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/** Compares a plan with what the world sees, line by line. */
public final class ZoneCheck {
    private final Resolver resolver;

    public ZoneCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What the world sees of one line. */
    public sealed interface Seen {
        record Same() implements Seen {}

        record Missing() implements Seen {}

        /** @param instead what stands there */
        record Differs(List<String> instead) implements Seen {}

        record Unknown(String why) implements Seen {}
    }

    public Seen look(ZoneRecord wanted) {
        Lookup<String> answer = wanted.type().equals("TXT")
                ? resolver.txt(wanted.name())
                : resolver.records(wanted.name(), wanted.type());
        return switch (answer) {
            case Lookup.Found<String>(List<String> records, var _) -> compare(wanted, records);
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> new Seen.Missing();
            case Lookup.Failed<String>(String why) -> new Seen.Unknown(why);
        };
    }

    private static Seen compare(ZoneRecord wanted, List<String> records) {
        if (records.stream().anyMatch(one -> plain(wanted, one).equals(plain(wanted, wanted.data())))) {
            return new Seen.Same();
        }
        List<String> kin = records.stream().filter(one -> isKin(wanted, one)).toList();
        return kin.isEmpty() ? new Seen.Missing() : new Seen.Differs(kin);
    }

    /** Case means nothing in names and hexadecimal digits; in texts it may. */
    private static String plain(ZoneRecord wanted, String data) {
        return wanted.type().equals("TXT") ? data : data.toLowerCase(Locale.ROOT);
    }

    /** A name may have texts for many purposes: those that begin as ours does are about the same. */
    private static boolean isKin(ZoneRecord wanted, String data) {
        if (!wanted.type().equals("TXT")) {
            return true;
        }
        int end = wanted.data().indexOf(' ');
        String tag = end < 0 ? wanted.data() : wanted.data().substring(0, end).replace(";", "");
        return data.startsWith(tag);
    }
}

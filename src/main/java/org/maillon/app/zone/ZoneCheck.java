package org.maillon.app.zone;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.maillon.dns.Assured;
import org.maillon.dns.DnsName;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.dns.TlsaRecord;

/** Compares a plan with what the world sees, line by line, and tells of what stands beside the lines and contradicts them. */
public final class ZoneCheck {
    private final Resolver resolver;

    /** @param resolver that remembers nothing: who checks has just changed something */
    public ZoneCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What the world sees of one line. */
    public sealed interface Seen {
        record Same() implements Seen {}

        record Missing() implements Seen {}

        /** @param instead what stands there */
        record Differs(List<String> instead) implements Seen {
            public Differs {
                instead = List.copyOf(instead);
            }
        }

        /** DNS did not say. */
        record Unknown(String why) implements Seen {}
    }

    /** @param signed of records that count only where they are signed: whether they are (RFC 7672 §2.2) */
    public record Finding(ZoneRecord wanted, Seen seen, Optional<Assured.Status> signed) {}

    /** A record that is not of the plan and that others would go by. */
    public record Stray(ZoneRecord record, String why) {}

    public record Report(List<Finding> findings, List<Stray> strays) {
        public Report {
            findings = List.copyOf(findings);
            strays = List.copyOf(strays);
        }

        public boolean isGood() {
            return strays.isEmpty() && findings.stream().allMatch(one -> one.seen() instanceof Seen.Same);
        }
    }

    private record Place(String name, String type) {}

    /** @param signed of TLSA alone */
    private record World(Lookup<String> lookup, Optional<Assured.Status> signed) {}

    /** One question for each name and type. */
    public Report check(List<ZoneRecord> plan) {
        Map<Place, List<ZoneRecord>> places = new LinkedHashMap<>();
        plan.forEach(one -> places.computeIfAbsent(new Place(one.name(), one.type()), _ -> new ArrayList<>())
                .add(one));
        List<Finding> findings = new ArrayList<>();
        List<Stray> strays = new ArrayList<>();
        places.forEach((place, wanted) -> look(place, wanted, findings, strays));
        return new Report(findings, strays);
    }

    private void look(Place place, List<ZoneRecord> wanted, List<Finding> findings, List<Stray> strays) {
        World world = ask(place);
        switch (world.lookup()) {
            case Lookup.Failed<String>(String why) ->
                wanted.forEach(one -> findings.add(new Finding(one, new Seen.Unknown(why), world.signed())));
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ ->
                wanted.forEach(one -> findings.add(new Finding(one, nothing(one), world.signed())));
            case Lookup.Found<String>(List<String> there, var _) ->
                compare(wanted, new ArrayList<>(Kin.of(wanted.getFirst(), there)), world, findings, strays);
        }
    }

    private World ask(Place place) {
        return switch (place.type()) {
            case "TXT" -> new World(resolver.txt(place.name()), Optional.empty());
            case "TLSA" -> tlsa(resolver.tlsa(place.name()));
            default -> new World(resolver.records(place.name(), place.type()), Optional.empty());
        };
    }

    private static World tlsa(Assured<TlsaRecord> answer) {
        Lookup<String> lookup = switch (answer.lookup()) {
            case Lookup.Found<TlsaRecord>(List<TlsaRecord> records, var ttl) ->
                new Lookup.Found<>(records.stream().map(ZoneCheck::text).toList(), ttl);
            case Lookup.NoData<TlsaRecord>(var ttl) -> new Lookup.NoData<>(ttl);
            case Lookup.NoSuchName<TlsaRecord>(var ttl) -> new Lookup.NoSuchName<>(ttl);
            case Lookup.Failed<TlsaRecord>(String why) -> new Lookup.Failed<>(why);
        };
        return new World(lookup, Optional.of(answer.status()));
    }

    private static String text(TlsaRecord record) {
        return record.usage() + " " + record.selector() + " " + record.matching() + " " + record.data();
    }

    private void compare(
            List<ZoneRecord> wanted, List<String> there, World world, List<Finding> findings, List<Stray> strays) {
        List<ZoneRecord> lacking = new ArrayList<>();
        Set<ZoneRecord> confirmed = new HashSet<>();
        for (ZoneRecord one : wanted) {
            Optional<String> same = there.stream()
                    .filter(text -> Kin.plain(one, text).equals(Kin.plain(one, one.data())))
                    .findFirst();
            same.ifPresent(there::remove);
            (same.isPresent() ? confirmed : lacking).add(one);
        }
        for (ZoneRecord one : wanted) {
            Seen seen = confirmed.contains(one) ? confirmed(one) : lacking(one, there);
            findings.add(new Finding(one, seen, world.signed()));
        }
        if (lacking.isEmpty()) {
            there.forEach(text -> Kin.objection(wanted, text)
                    .ifPresent(why -> strays.add(new Stray(stray(wanted.getFirst(), text), why))));
        }
    }

    private static ZoneRecord stray(ZoneRecord beside, String data) {
        return new ZoneRecord(beside.name(), beside.type(), data, "");
    }

    private Seen lacking(ZoneRecord one, List<String> there) {
        return there.isEmpty() ? nothing(one) : new Seen.Differs(withAlias(one, there));
    }

    /** RFC 8601 §3: a name that an address has counts where it leads back. */
    private Seen confirmed(ZoneRecord one) {
        if (!one.type().equals("PTR")) {
            return new Seen.Same();
        }
        String host = one.data().substring(0, one.data().length() - 1);
        return switch (resolver.addresses(host)) {
            case Lookup.Found<InetAddress>(List<InetAddress> there, var _) ->
                there.stream().anyMatch(address -> DnsName.reverse(address).equals(one.name()))
                        ? new Seen.Same()
                        : new Seen.Differs(List.of(host + " leads to " + listed(there) + ", not back"));
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ ->
                new Seen.Differs(List.of(host + " has no address, and so does not lead back"));
            case Lookup.Failed<InetAddress>(String why) -> new Seen.Unknown(host + ": " + why);
        };
    }

    private static String listed(List<InetAddress> addresses) {
        return String.join(
                ", ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    /** Nothing of its kind is there: perhaps the name is an alias, or has addresses of its own where it should be one. */
    private Seen nothing(ZoneRecord one) {
        if (one.type().equals("CNAME")) {
            return resolver.addresses(one.name()) instanceof Lookup.Found<InetAddress>(var addresses, var _)
                    ? ofAddresses(one, addresses)
                    : new Seen.Missing();
        }
        List<String> alias = withAlias(one, List.of());
        return alias.isEmpty() ? new Seen.Missing() : new Seen.Differs(alias);
    }

    /** The addresses of the target serve as well as a CNAME to it. */
    private Seen ofAddresses(ZoneRecord one, List<InetAddress> addresses) {
        boolean same = resolver.addresses(one.data()) instanceof Lookup.Found<InetAddress>(var target, var _)
                && new HashSet<>(target).equals(new HashSet<>(addresses));
        return same ? new Seen.Same() : new Seen.Differs(List.of("the address " + listed(addresses)));
    }

    private List<String> withAlias(ZoneRecord one, List<String> there) {
        List<String> all = new ArrayList<>();
        if (!one.type().equals("CNAME")
                && resolver.records(one.name(), "CNAME") instanceof Lookup.Found<String>(List<String> targets, var _)) {
            targets.forEach(target -> all.add("CNAME " + target));
        }
        all.addAll(there);
        return all;
    }
}

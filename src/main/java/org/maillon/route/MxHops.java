package org.maillon.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.maillon.dns.Lookup;
import org.maillon.dns.MailHosts;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;

/**
 * Hops by DNS, RFC 5321 §5.1: exchangers by preference, shuffled among equals, all addresses of each; the list is cut
 * where it reaches ourselves.
 */
final class MxHops {
    private final Resolver resolver;
    private final HostAddresses hosts;
    private final Ourselves ourselves;
    private final RandomGenerator entropy;
    private final HopSettings settings;

    MxHops(Resolver resolver, HostAddresses hosts, Ourselves ourselves, RandomGenerator entropy, HopSettings settings) {
        this.resolver = resolver;
        this.hosts = hosts;
        this.ourselves = ourselves;
        this.entropy = entropy;
        this.settings = settings;
    }

    /** An exchanger and what became of the search for its addresses. */
    private record Exchanger(int preference, String host, List<InetAddress> addresses, Standing standing) {}

    private enum Standing {
        USABLE,
        /** DNS may know it later. */
        UNKNOWN,
        /** No address, or none that we may use. */
        USELESS,
        OURSELVES
    }

    /** RFC 5321 §4.1.3, straight to the address. */
    NextHops literal(InetAddress address, HopSearch search) {
        String shown = address.getHostAddress();
        search.note("The domain is the address " + shown + " itself: no MX is asked for.");
        return among(shown, List.of(examine(0, shown, List.of(address), search)), search);
    }

    NextHops ofDomain(String domain, HopSearch search) {
        return switch (MailHosts.of(domain, resolver)) {
            case MailHosts.Exchangers(List<MxRecord> records) -> ofRecords(domain, records, search);
            case MailHosts.Itself(List<InetAddress> addresses) -> {
                search.note(domain + " has no MX but "
                        + Words.count(addresses.size(), "address", "addresses")
                        + ", so it takes its mail itself (RFC 5321 §5.1).");
                Exchanger itself = ourselves.isNamed(domain)
                        ? new Exchanger(0, domain, List.of(), Standing.OURSELVES)
                        : examine(0, domain, addresses, search);
                yield among(domain, List.of(itself), search);
            }
            case MailHosts.NoMail _ -> {
                search.note(domain + " has a null MX: it takes no mail (RFC 7505).");
                yield new NextHops.Nowhere(RouteReplies.takesNoMail(domain), domain + " has a null MX");
            }
            case MailHosts.NoSuchDomain _ -> {
                search.note("DNS says that there is no domain " + domain + ".");
                yield new NextHops.Nowhere(RouteReplies.noSuchDomain(domain), "there is no domain " + domain);
            }
            case MailHosts.NoHost _ -> {
                search.note(domain + " has neither an MX nor an address.");
                yield new NextHops.Nowhere(
                        RouteReplies.noMailServer(domain), domain + " has neither an MX nor an address");
            }
            case MailHosts.Unknown(String why) -> {
                search.note("DNS gives no answer for " + domain + " just now: " + why + ".");
                yield new NextHops.Unknown(RouteReplies.notNow(domain), why);
            }
        };
    }

    /** The names of the hosts we would try, those of equal preference together; empty where there are none, or DNS cannot tell. */
    List<List<String>> ranks(String domain) {
        return switch (MailHosts.of(domain, resolver)) {
            case MailHosts.Exchangers(List<MxRecord> records) -> ranks(records);
            case MailHosts.Itself _ -> List.of(List.of(domain));
            case MailHosts.NoMail _, MailHosts.NoSuchDomain _, MailHosts.NoHost _, MailHosts.Unknown _ -> List.of();
        };
    }

    private List<List<String>> ranks(List<MxRecord> records) {
        int cut = namedPreference(records);
        Map<Integer, List<String>> ranks = new TreeMap<>();
        records.stream()
                .limit(settings.maxMxHosts())
                .filter(mx -> mx.preference() < cut)
                .forEach(mx -> ranks.computeIfAbsent(mx.preference(), _ -> new ArrayList<>(2))
                        .add(mx.exchange()));
        ranks.values().forEach(Collections::sort);
        return List.copyOf(ranks.values());
    }

    private NextHops ofRecords(String domain, List<MxRecord> records, HopSearch search) {
        records.stream()
                .limit(settings.maxMxHosts())
                .forEach(mx -> search.note("MX " + mx.preference() + " " + mx.exchange() + "."));
        if (records.size() > settings.maxMxHosts()) {
            search.note("Only the first " + settings.maxMxHosts() + " of " + records.size()
                    + " MX records are looked at (max-mx-hosts).");
        }
        int cut = namedPreference(records);
        List<Exchanger> exchangers = new ArrayList<>();
        for (MxRecord mx : shuffled(records).subList(0, Math.min(records.size(), settings.maxMxHosts()))) {
            if (mx.preference() >= cut) {
                exchangers.add(new Exchanger(mx.preference(), mx.exchange(), List.of(), Standing.OURSELVES));
            } else {
                exchangers.add(lookUp(mx, search));
            }
        }
        return among(domain, exchangers, search);
    }

    /** The best preference at which we stand by name, looked for in all records: a cut costs no question. */
    private int namedPreference(List<MxRecord> records) {
        return records.stream()
                .filter(mx -> ourselves.isNamed(mx.exchange()))
                .mapToInt(MxRecord::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** RFC 5321 §5.1: equals are tried in random order, to spread the load. The records come sorted. */
    private List<MxRecord> shuffled(List<MxRecord> records) {
        List<MxRecord> shuffled = new ArrayList<>(records);
        int from = 0;
        while (from < shuffled.size()) {
            int to = from + 1;
            while (to < shuffled.size()
                    && shuffled.get(to).preference() == shuffled.get(from).preference()) {
                to++;
            }
            Collections.shuffle(shuffled.subList(from, to), entropy);
            from = to;
        }
        return shuffled;
    }

    private Exchanger lookUp(MxRecord mx, HopSearch search) {
        if (HostAddresses.literal(mx.exchange()).isPresent()) {
            // RFC 5321 §5.1: an MX names a host. Taking the text as an address would hide the mistake from its maker.
            search.note("MX " + mx.exchange() + " is an IP address where a host name belongs; it is passed over.");
            return useless(mx);
        }
        return switch (hosts.of(mx.exchange())) {
            case Lookup.Found<InetAddress>(List<InetAddress> found, var _) ->
                examine(mx.preference(), mx.exchange(), found, search);
            case Lookup.NoData<InetAddress> _ -> {
                search.note(mx.exchange() + " has no address.");
                yield useless(mx);
            }
            case Lookup.NoSuchName<InetAddress> _ -> {
                search.note("There is no host " + mx.exchange() + ".");
                yield useless(mx);
            }
            case Lookup.Failed<InetAddress>(String why) -> {
                search.note(mx.exchange() + " could not be looked up: " + why + ".");
                yield new Exchanger(mx.preference(), mx.exchange(), List.of(), Standing.UNKNOWN);
            }
        };
    }

    private static Exchanger useless(MxRecord mx) {
        return new Exchanger(mx.preference(), mx.exchange(), List.of(), Standing.USELESS);
    }

    private Exchanger examine(int preference, String host, List<InetAddress> found, HopSearch search) {
        if (found.stream().anyMatch(address -> ourselves.listenAt(address, settings.mxPort()))) {
            return new Exchanger(preference, host, List.of(), Standing.OURSELVES);
        }
        List<InetAddress> allowed = found.stream()
                .filter(address -> !isRefused(address, host, search))
                .toList();
        List<InetAddress> usable = hosts.inOrder(allowed);
        if (usable.isEmpty() && !allowed.isEmpty()) {
            search.note(host + " has no address of the kind that ip-preference allows.");
        }
        return new Exchanger(preference, host, usable, usable.isEmpty() ? Standing.USELESS : Standing.USABLE);
    }

    /** A stranger's DNS must not make us talk to our own machine's services, or to everybody at once. */
    private boolean isRefused(InetAddress address, String host, HopSearch search) {
        boolean local = address.isLoopbackAddress() || address.isAnyLocalAddress();
        if (address.isMulticastAddress() || local && settings.refuseLoopbackMx()) {
            search.note(host + " is said to be at " + address.getHostAddress()
                    + ", where no mail server of others can be" + (local ? " (refuse-loopback-mx)." : "."));
            return true;
        }
        return false;
    }

    private NextHops among(String domain, List<Exchanger> exchangers, HopSearch search) {
        int cut = exchangers.stream()
                .filter(exchanger -> exchanger.standing() == Standing.OURSELVES)
                .mapToInt(Exchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        if (cut != Integer.MAX_VALUE) {
            search.note("This server itself stands among them, with preference " + cut
                    + ": only better ones are tried, so that mail does not go in circles (RFC 5321 §5.1).");
        }
        List<Exchanger> better = exchangers.stream()
                .filter(exchanger -> exchanger.preference() < cut)
                .toList();
        List<Hop> hops = hopsOf(better);
        if (!hops.isEmpty()) {
            return new NextHops.Servers(hops);
        } else if (better.stream().anyMatch(exchanger -> exchanger.standing() == Standing.UNKNOWN)) {
            return new NextHops.Unknown(
                    RouteReplies.notNow(domain), "no mail server of " + domain + " could be looked up just now");
        } else if (cut != Integer.MAX_VALUE) {
            return new NextHops.Nowhere(
                    RouteReplies.loop(domain),
                    "by MX this server is itself the best for " + domain + ", which it does not host");
        }
        return new NextHops.Nowhere(
                RouteReplies.unreachable(domain), "no mail server of " + domain + " has an address we may use");
    }

    private List<Hop> hopsOf(List<Exchanger> exchangers) {
        return exchangers.stream()
                .flatMap(exchanger -> exchanger.addresses().stream()
                        .map(address -> new Hop(
                                Route.Protocol.SMTP,
                                exchanger.host(),
                                new InetSocketAddress(address, settings.mxPort()))))
                .limit(settings.maxAddresses())
                .toList();
    }
}

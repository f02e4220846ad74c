package org.maillon.app.zone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.maillon.app.config.Config;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.ListenerEntry.Protocol;
import org.maillon.app.config.ListenerEntry.Tls;
import org.maillon.app.config.SourceEntry;
import org.maillon.app.wiring.Doorplan;
import org.maillon.app.wiring.Maillon;
import org.maillon.app.wiring.OurHosts;
import org.maillon.app.wiring.OwnPolicies;
import org.maillon.dns.Reach;
import org.maillon.hosting.DomainKey;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Network;
import org.maillon.serve.tls.CaaIssuer;
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.ShownKey;
import org.maillon.submit.ListenerRole;
import org.maillon.wire.address.Address;

/** What is known here of a domain, gathered from the directory, the configuration and the certificates that are shown. */
public final class OurZone {
    /** Addresses that the world does not see mail come from (RFC 1918, RFC 4193, RFC 6598). */
    private static final List<Network> UNSEEN = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
            .map(Network::parse)
            .toList();

    private static final int MAIL_PORT = 25;

    private final Maillon office;
    private final Config config;
    private final HostedDomain hosted;
    private final List<Listening> listening;
    private final List<String> remarks = new ArrayList<>();

    private record Listening(ListenerEntry entry, int port) {}

    /** What stands before the lines: what a person should know, a sentence each. */
    public record Told(ZoneFacts facts, List<String> remarks) {
        public Told {
            remarks = List.copyOf(remarks);
        }
    }

    private OurZone(Maillon office, HostedDomain hosted) {
        this.office = office;
        this.config = office.loaded().config();
        this.hosted = hosted;
        ServerId server = OurHosts.serverOf(office, hosted);
        this.listening = listening(office, config).stream()
                .filter(one -> one.entry().server().equals(server.name()))
                .toList();
    }

    public static Told of(Maillon office, HostedDomain hosted) {
        OurZone zone = new OurZone(office, hosted);
        List<String> names = zone.names();
        ZoneFacts facts = new ZoneFacts(
                hosted.name().ascii(),
                zone.hosts(names),
                zone.sending(names),
                zone.keys(),
                new ZoneFacts.Published(zone.policy(), zone.reports(), zone.services()));
        return new Told(facts, zone.remarks);
    }

    private static List<Listening> listening(Maillon office, Config config) {
        return office.doors().isEmpty()
                ? Doorplan.entries(config).stream()
                        .map(entry -> new Listening(entry, entry.port()))
                        .toList()
                : office.doors().stream()
                        .map(door -> new Listening(door.entry(), door.port()))
                        .toList();
    }

    /** Those that the world could find. */
    private List<String> names() {
        List<String> names = OurHosts.foundByOthers(office, hosted);
        if (names.isEmpty()) {
            remarks.add("no MX, no services, and no SPF beyond sending addresses: "
                    + String.join(", ", OurHosts.of(office, hosted))
                    + " is no name that others could find; host-name in maillon.toml gives the server one");
        }
        return names;
    }

    private List<ZoneFacts.Host> hosts(List<String> names) {
        List<Listening> incoming = listening.stream()
                .filter(one ->
                        one.entry().protocol() == Protocol.SMTP && one.entry().role() == ListenerRole.MX)
                .toList();
        if (!names.isEmpty() && incoming.stream().noneMatch(one -> one.port() == MAIL_PORT)) {
            remarks.add("other servers come to port 25 and to no other; here it is "
                    + (incoming.isEmpty()
                            ? "listened on none"
                            : incoming.getFirst().port() + ", and something must lead them there"));
        }
        boolean underTls = incoming.stream().anyMatch(one -> one.entry().tls() != Tls.NONE);
        Certificates certificates = office.certificates();
        Optional<CaaIssuer> issuer = CaaIssuer.of(config.acme(), certificates.places());
        issuer.flatMap(CaaIssuer::why).ifPresent(why -> remarks.add("no CAA: " + why));
        return names.stream()
                .map(name -> new ZoneFacts.Host(
                        name,
                        underTls ? shown(certificates, name) : List.of(),
                        issuer.filter(one -> one.hosts().contains(name))
                                .map(one -> new ZoneFacts.Issuer(one.identities(), one.account(), one.method()))))
                .toList();
    }

    private List<ZoneFacts.Shown> shown(Certificates certificates, String host) {
        List<ShownKey> keys = certificates.keysOf(host);
        if (keys.isEmpty()) {
            remarks.add("no TLSA for " + host + " yet: it has no certificate; the first start makes one");
        }
        return keys.stream()
                .map(key -> new ZoneFacts.Shown(key.digest(), purpose(key)))
                .toList();
    }

    private static String purpose(ShownKey key) {
        String what = switch (key.when()) {
            case NOW -> "the key that the host shows";
            case NOW_SELF_SIGNED -> "the key that the host shows, in a certificate of its own, which will do for this";
            case NEXT -> "the key that the host will show next";
        };
        return what + " (DANE, RFC 7672); it helps only if the zone of the host is signed with DNSSEC";
    }

    private ZoneFacts.Sending sending(List<String> names) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        Stream.of(
                        config.main().publicAddresses().stream(),
                        config.route().stream().flatMap(route -> route.sourceAddress().stream()),
                        config.site().stream().flatMap(site -> site.sourceAddress().stream()))
                .flatMap(all -> all)
                .map(InetAddress::ofLiteral)
                .forEach(addresses::add);
        List<InetAddress> seen =
                addresses.stream().filter(OurZone::isSeenByTheWorld).toList();
        addresses.removeAll(seen);
        addresses.forEach(one -> remarks.add(one.getHostAddress()
                + " is sent from, and is no address that others see; the one they see belongs into public-addresses"));
        return new ZoneFacts.Sending(
                seen.stream()
                        .map(one -> (one instanceof Inet4Address ? "ip4:" : "ip6:") + one.getHostAddress())
                        .toList(),
                seen.stream()
                        .flatMap(one -> hello(one, names).map(name -> new ZoneFacts.Source(one, name)).stream())
                        .toList());
    }

    private static boolean isSeenByTheWorld(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && UNSEEN.stream().noneMatch(network -> network.contains(address));
    }

    private Optional<String> hello(InetAddress address, List<String> names) {
        return config.source().stream()
                .filter(entry -> InetAddress.ofLiteral(entry.address()).equals(address))
                .map(SourceEntry::hello)
                .filter(name -> Reach.of(name) != Reach.HERE)
                .findFirst()
                .or(() -> names.stream().findFirst());
    }

    private Optional<String> policy() {
        Optional<String> id = OwnPolicies.id(office, hosted);
        String host = OwnPolicies.host(hosted);
        if (id.isPresent() && !office.certificates().isVouchedFor(host)) {
            remarks.add("no certificate is for " + host
                    + " here; unless it is served elsewhere, nobody can fetch the policy (RFC 8461 §3.3)");
        } else if (id.isEmpty() && hosted.mtaSts().isPresent()) {
            remarks.add("no MTA-STS policy: it would name no host that others could find");
        }
        return id;
    }

    private List<ZoneFacts.Key> keys() {
        List<DomainKey> keys = office.domainKeys().list(hosted.name()).stream()
                .filter(DomainKey::isToBePublished)
                .toList();
        if (keys.isEmpty()) {
            remarks.add("no key signs its mail (DKIM) yet: maillon domain key add " + hosted.name());
        }
        return keys.stream()
                .map(key -> new ZoneFacts.Key(key.selector(), key.record()))
                .toList();
    }

    /** Where reports are read, in the domain itself if there is such an inbox; else whoever answers for it. */
    private String reports() {
        List<Address> inboxes = config.reports().inbox().stream()
                .flatMap(text -> Address.parse(text).asOptional().stream())
                .toList();
        return inboxes.stream()
                .filter(one -> one.domain().equals(hosted.name()))
                .findFirst()
                .or(() -> inboxes.stream().findFirst())
                .or(hosted::postmaster)
                .map(Address::toString)
                .orElse("postmaster@" + hosted.name().ascii());
    }

    /** RFC 6186 §3, RFC 8314 §5.1; the safer first. */
    private List<ZoneFacts.Service> services() {
        return List.of(
                service("_submissions", entry -> isSubmission(entry) && entry.tls() == Tls.IMPLICIT),
                service("_submission", entry -> isSubmission(entry) && entry.tls() == Tls.STARTTLS),
                service("_imaps", _ -> false),
                service("_imap", _ -> false),
                service("_pop3s", entry -> entry.protocol() == Protocol.POP3 && entry.tls() == Tls.IMPLICIT),
                service("_pop3", entry -> entry.protocol() == Protocol.POP3 && entry.tls() == Tls.STARTTLS));
    }

    private static boolean isSubmission(ListenerEntry entry) {
        return entry.protocol() == Protocol.SMTP && entry.role() == ListenerRole.SUBMISSION;
    }

    /** A port that the system chooses anew at each start (0) is no place to be found at. */
    private ZoneFacts.Service service(String label, Predicate<ListenerEntry> fits) {
        return new ZoneFacts.Service(
                label,
                listening.stream()
                        .filter(one -> fits.test(one.entry()) && one.entry().port() != 0)
                        .mapToInt(Listening::port)
                        .boxed()
                        .findFirst()
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }
}

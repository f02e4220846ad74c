package org.maillon.app.wiring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.app.config.ListenerEntry;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.id.ServerId;
import org.maillon.submit.ListenerRole;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.web.publish.HostedDomains;
import org.maillon.web.publish.MailService;
import org.maillon.wire.address.Domain;

/** What we publish of hosted domains, from the directory, the settings and the doors that are open. */
public final class OwnPolicies implements HostedDomains {
    private final Maillon office;

    OwnPolicies(Maillon office) {
        this.office = office;
    }

    /** The id of the MTA-STS policy that we serve for a domain; empty where we serve none. */
    public static Optional<String> id(Maillon office, HostedDomain hosted) {
        return new OwnPolicies(office).policy(hosted).map(StsPolicy::id);
    }

    /** Its hosts are those of the zone's MX records. Where there are none, a policy would only keep mail away. */
    Optional<StsPolicy> policy(HostedDomain hosted) {
        List<String> hosts = OurHosts.foundByOthers(office, hosted);
        return hosted.mtaSts()
                .filter(_ -> !hosts.isEmpty())
                .map(mode -> new StsPolicy(
                        mode, hosts, office.loaded().config().http().mtaStsMaxAge()));
    }

    @Override
    public Optional<StsPolicy> policy(Domain.Name domain) {
        return office.directory().domain(domain).flatMap(this::policy);
    }

    /** Names that want a certificate of their own (RFC 8461 §3.3). */
    Set<String> policyHosts() {
        Set<String> names = new LinkedHashSet<>();
        office.directory().domains().stream()
                .filter(hosted -> policy(hosted).isPresent())
                .forEach(hosted -> names.add(host(hosted)));
        return names;
    }

    /** Where others fetch a domain's policy (RFC 8461 §3.3). */
    public static String host(HostedDomain hosted) {
        return "mta-sts." + hosted.name().ascii();
    }

    /** Only doors under TLS: a mail program's password is taken at no other. */
    @Override
    public Optional<List<MailService>> services(Domain.Name domain) {
        return office.directory().domain(domain).map(hosted -> {
            ServerId server = OurHosts.serverOf(office, hosted);
            String host = OurHosts.of(office, hosted).getFirst();
            return office.doors().stream()
                    .filter(door -> door.entry().server().equals(server.name()))
                    .filter(door -> door.entry().tls() != ListenerEntry.Tls.NONE)
                    .flatMap(door -> kind(door.entry()).stream()
                            .map(kind -> new MailService(
                                    kind, host, door.port(), door.entry().tls() == ListenerEntry.Tls.IMPLICIT)))
                    .toList();
        });
    }

    private static Optional<MailService.Kind> kind(ListenerEntry entry) {
        return switch (entry.protocol()) {
            case POP3 -> Optional.of(MailService.Kind.POP3);
            case SMTP ->
                entry.role() == ListenerRole.SUBMISSION ? Optional.of(MailService.Kind.SUBMISSION) : Optional.empty();
        };
    }
}

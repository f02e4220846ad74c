package org.maillon.app.wiring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.app.config.ListenerEntry;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Tenant;
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

    /** The names of the servers that take a domain's mail, as its zone's MX records have them. */
    private List<String> hosts(HostedDomain hosted) {
        List<String> hosts = office.directory().server(serverOf(hosted)).stream()
                .flatMap(server -> server.hostNames().stream())
                .map(Domain.Name::ascii)
                .toList();
        return hosts.isEmpty() ? List.of(office.hostName()) : hosts;
    }

    private ServerId serverOf(HostedDomain hosted) {
        return office.directory().tenant(hosted.tenant()).map(Tenant::server).orElse(ServerId.DEFAULT);
    }

    Optional<StsPolicy> policy(HostedDomain hosted) {
        return hosted.mtaSts()
                .map(mode -> new StsPolicy(
                        mode, hosts(hosted), office.loaded().config().http().mtaStsMaxAge()));
    }

    @Override
    public Optional<StsPolicy> policy(Domain.Name domain) {
        return office.directory().domain(domain).flatMap(this::policy);
    }

    /** Names that want a certificate of their own (RFC 8461 §3.3). */
    Set<String> policyHosts() {
        Set<String> names = new LinkedHashSet<>();
        office.directory().domains().stream()
                .filter(hosted -> hosted.mtaSts().isPresent())
                .forEach(hosted -> names.add("mta-sts." + hosted.name().ascii()));
        return names;
    }

    /** Only doors under TLS: a mail program's password is taken at no other. */
    @Override
    public Optional<List<MailService>> services(Domain.Name domain) {
        return office.directory().domain(domain).map(hosted -> {
            ServerId server = serverOf(hosted);
            String host = hosts(hosted).getFirst();
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

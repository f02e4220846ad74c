package org.maillon.app.wiring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.maillon.dns.Reach;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Tenant;
import org.maillon.hosting.id.ServerId;
import org.maillon.wire.address.Domain;

/** The names by which our servers go, and which of them others could find. */
public final class OurHosts {
    private OurHosts() {}

    /** Of all servers here. */
    static Set<String> all(Maillon office) {
        Set<String> names = new LinkedHashSet<>();
        names.add(office.hostName());
        office.directory().servers().forEach(server -> server.hostNames().forEach(name -> names.add(name.ascii())));
        return names;
    }

    /** The server that takes a domain's mail. */
    public static ServerId serverOf(Maillon office, HostedDomain hosted) {
        return office.directory().tenant(hosted.tenant()).map(Tenant::server).orElse(ServerId.DEFAULT);
    }

    /** The names of the server that takes a domain's mail, the foremost first. */
    public static List<String> of(Maillon office, HostedDomain hosted) {
        List<String> names = office.directory().server(serverOf(office, hosted)).stream()
                .flatMap(server -> server.hostNames().stream())
                .map(Domain.Name::ascii)
                .distinct()
                .toList();
        return names.isEmpty() ? List.of(office.hostName()) : names;
    }

    /** Those of them that records and policies can name: others find them. */
    public static List<String> foundByOthers(Maillon office, HostedDomain hosted) {
        return of(office, hosted).stream()
                .filter(name -> Reach.of(name) != Reach.HERE)
                .toList();
    }
}

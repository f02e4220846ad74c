package org.maillon.app.wiring;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.maillon.app.config.Config;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.config.SourceEntry;
import org.maillon.deliver.remote.HostNames;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.SiteSetting;
import org.maillon.route.RouteSetting;

/** The addresses that mail is sent from, where somebody chose them, and what we call ourselves there. */
final class OurSources implements HostNames {
    private final HostNames usual;
    private final List<SourceEntry> entries;

    OurSources(HostNames usual, List<SourceEntry> entries) {
        this.usual = usual;
        this.entries = List.copyOf(entries);
    }

    @Override
    public String of(ServerId server) {
        return usual.of(server);
    }

    @Override
    public String of(ServerId server, InetAddress source) {
        return entries.stream()
                .filter(entry -> InetAddress.ofLiteral(entry.address()).equals(source))
                .findFirst()
                .map(SourceEntry::hello)
                .orElseGet(() -> usual.of(server));
    }

    /** Why mail could not go out, before any waits for it: an address that is not this machine's. */
    static Optional<String> trouble(Config config, Predicate<InetAddress> isOurs) {
        Stream<String> ofRoutes = config.route().stream().flatMap(route -> notOurs(route, isOurs));
        Stream<String> ofSites = config.site().stream().flatMap(site -> notOurs(site, isOurs));
        return Stream.concat(ofRoutes, ofSites).findFirst();
    }

    /** What was read, where mail can go out as it says. */
    static ConfigOutcome checked(ConfigOutcome read, Path data) {
        return switch (read) {
            case ConfigOutcome.Good(LoadedConfig anew) ->
                trouble(anew.config(), SocketDialer::isOurs)
                        .<ConfigOutcome>map(
                                why -> new ConfigOutcome.Bad(List.of(new Problem(ConfigReader.FILE, 0, why))))
                        .orElseGet(() -> new ConfigOutcome.Good(anew.withData(data)));
            case ConfigOutcome.Bad bad -> bad;
        };
    }

    private static Stream<String> notOurs(RouteSetting route, Predicate<InetAddress> isOurs) {
        return notOurs("the [[route]] for '" + route.domain() + "'", route.sourceAddress(), isOurs);
    }

    private static Stream<String> notOurs(SiteSetting site, Predicate<InetAddress> isOurs) {
        return notOurs("the [[site]] '" + site.match() + "'", site.sourceAddress(), isOurs);
    }

    private static Stream<String> notOurs(String who, List<String> addresses, Predicate<InetAddress> isOurs) {
        return addresses.stream()
                .filter(address -> !isOurs.test(InetAddress.ofLiteral(address)))
                .map(address ->
                        who + " sends from " + address + ", which is no address of this machine; give it to a network"
                                + " interface, or take it out of source-address");
    }
}

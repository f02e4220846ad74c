package org.maillon.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * The configured routes, looked up in the order of how particular they are: the whole address, the domain, then a hosted
 * domain (as particular as a route for it: a smarthost for {@code *} takes no mail away from our own mailboxes), the
 * longest {@code *.suffix}, {@code *}. Where none matches, mail goes by MX.
 */
public final class RouteTable {
    private final Map<String, Entry> entries = new HashMap<>();
    private final Predicate<Domain> hosted;

    private record Entry(RouteSetting setting, Route route) {}

    /**
     * @param hosted whether mail for a domain ends here: {@code directory::isOurs}
     * @throws IllegalArgumentException with a sentence that names the route and says what to write instead
     */
    public RouteTable(List<RouteSetting> settings, Predicate<Domain> hosted) {
        this.hosted = hosted;
        for (RouteSetting setting : settings) {
            String pattern = RoutePattern.parse(setting.domain());
            if (pattern.equals("*") && setting.acceptFrom() == RouteSetting.AcceptFrom.ANYONE) {
                throw new IllegalArgumentException(
                        "The route for '*' takes mail from anyone for anywhere: an open relay."
                                + " Name the domains that are behind it.");
            }
            Entry before = entries.putIfAbsent(pattern, new Entry(setting, RouteVia.parse(setting)));
            if (before != null) {
                throw new IllegalArgumentException("There are two routes for '" + pattern + "', via "
                        + before.setting().via() + " and via " + setting.via() + "; keep one of them.");
            }
        }
    }

    public Route routeOf(Address address) {
        Optional<Entry> particular = forItAlone(address);
        if (particular.isEmpty() && hosted.test(address.domain())) {
            return new Route.Local();
        }
        return particular
                .or(() -> forMany(address))
                .map(entry -> routeOf(entry, address))
                .orElseGet(() -> new Route.Mx(address.domain()));
    }

    /** Whether strangers may send to this address although it is not hosted here: its route says so. */
    public boolean opensToAnyone(Address address) {
        return deciding(address)
                .filter(setting -> setting.acceptFrom() == RouteSetting.AcceptFrom.ANYONE)
                .isPresent();
    }

    /** Whether a route for everybody's mail decides: to a smarthost, which hands it on. */
    public boolean goesBySmarthost(Address address) {
        return deciding(address).filter(setting -> setting.domain().equals("*")).isPresent();
    }

    /** What the route that decides asks of TLS. */
    public TlsMode tls(Address address) {
        return deciding(address).map(RouteSetting::tls).orElse(TlsMode.AUTO);
    }

    /** The configured route that decides; empty where hosting or DNS does. */
    Optional<RouteSetting> deciding(Address address) {
        Optional<Entry> particular = forItAlone(address);
        Optional<Entry> decides =
                particular.isEmpty() && !hosted.test(address.domain()) ? forMany(address) : particular;
        return decides.map(Entry::setting);
    }

    private Optional<Entry> forItAlone(Address address) {
        return find(RoutePattern.key(address)).or(() -> find(address.domain().toString()));
    }

    private Optional<Entry> forMany(Address address) {
        return bySuffix(address.domain()).or(() -> find("*"));
    }

    private Optional<Entry> bySuffix(Domain domain) {
        if (!(domain instanceof Domain.Name(String name))) {
            return Optional.empty();
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Optional<Entry> found = find("*" + name.substring(dot));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> find(String pattern) {
        return Optional.ofNullable(entries.get(pattern));
    }

    private static Route routeOf(Entry entry, Address address) {
        return switch (entry.route()) {
            case Route.Mx(Domain _, Sources from) -> new Route.Mx(address.domain(), from);
            case Route.Local local -> local;
            case Route.Discard discard -> discard;
            case Route.Via via -> via;
        };
    }
}

package org.maillon.app.wiring;

import java.util.function.Supplier;
import org.maillon.route.Route;
import org.maillon.route.RouteTable;
import org.maillon.verify.VerifySettings;
import org.maillon.verify.Ways;
import org.maillon.wire.address.Address;

/** By which way it is found out whether an address exists: the one that its mail would go. */
record Signposts(Supplier<RouteTable> routes, Supplier<VerifySettings> settings) implements Ways {
    @Override
    public Way of(Address address) {
        RouteTable table = routes.get();
        Route route = table.routeOf(address);
        return switch (route) {
            case Route.Local _ -> new Way.ByDirectory();
            case Route.Mx _ -> new Way.ByDns();
            case Route.Via _ ->
                new Way.ByRelay(route.key(), settings.get().askSmarthosts() || !table.goesBySmarthost(address));
            case Route.Discard _ -> new Way.ByRelay(route.key(), false);
        };
    }
}

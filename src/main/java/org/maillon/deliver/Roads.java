package org.maillon.deliver;

import java.util.Optional;
import org.maillon.queue.Destination;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.wire.address.Address;

/** What {@link Delivery} asks of DNS, through {@code route}. */
public interface Roads {
    /** Where a route leads just now; asked for {@link Route.Mx} and {@link Route.Via} only. */
    NextHops hops(Route route);

    /** The name under which a destination's servers are known, for destinations that share them. */
    default String site(Destination destination) {
        return destination.key();
    }

    /** How safe the way must be, by settings: equal for recipients who may share an attempt. */
    default String safety(Address recipient) {
        return "";
    }

    /** The same, where what a domain publishes counts too: for domains that are to share a transaction. */
    default String wholeSafety(Address recipient) {
        return "";
    }

    /** Equal for routes that lead to the same servers in the same order; empty: it goes alone. */
    default Optional<String> company(Route route) {
        return Optional.empty();
    }
}

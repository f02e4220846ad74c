package org.maillon.route;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.maillon.wire.address.Address;

/**
 * How an address is routed just now: the dry run behind {@code maillon route ADDRESS}.
 *
 * @param decision which rule decided
 * @param steps what was found on the way, a sentence each
 */
public record RouteExplanation(Address address, Route route, String decision, List<String> steps, NextHops hops) {
    public RouteExplanation {
        steps = List.copyOf(steps);
    }

    public static RouteExplanation of(Address address, RouteTable table, HopFinder finder) {
        Route route = table.routeOf(address);
        HopSearch search = finder.find(route);
        return new RouteExplanation(address, route, decision(address, table, route), search.steps(), search.hops());
    }

    private static String decision(Address address, RouteTable table, Route route) {
        return table.deciding(address)
                .map(setting ->
                        "The configured route for '" + setting.domain() + "' decides: via " + setting.via() + ".")
                .orElseGet(() -> route instanceof Route.Local
                        ? address.domain() + " is hosted here: into a mailbox, by the directory."
                        : "No configured route is for it and " + address.domain()
                                + " is not hosted here: DNS decides.");
    }

    /** The whole of it, a sentence or a hop on each line. */
    public List<String> lines() {
        return Stream.of(List.of(decision), steps, end()).flatMap(List::stream).toList();
    }

    private List<String> end() {
        return switch (hops) {
            case NextHops.Servers(List<Hop> servers) -> order(servers);
            case NextHops.Nowhere(var reply, String why) ->
                List.of("Nowhere to go: " + why + ".", "The sender gets: " + reply);
            case NextHops.Unknown(var reply, String why) ->
                List.of("Not known just now: " + why + ".", "The message waits with: " + reply);
        };
    }

    private List<String> order(List<Hop> servers) {
        return switch (route) {
            case Route.Local _ -> List.of("It goes into a mailbox of this server.");
            case Route.Discard _ -> List.of("It is taken, counted and thrown away.");
            case Route.Mx _, Route.Via _ ->
                IntStream.range(0, servers.size())
                        .mapToObj(i -> "Try " + (i + 1) + ": " + servers.get(i))
                        .toList();
        };
    }
}

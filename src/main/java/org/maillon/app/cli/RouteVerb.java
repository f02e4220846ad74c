package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.RouteExplanation;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon route ADDRESS}. */
@Command(
        name = "route",
        description = "Say where mail for an address would go just now, without sending any.",
        footer = {"", "Example:  maillon route bob@example.net"})
final class RouteVerb extends OfficeVerb {
    @Parameters(paramLabel = "ADDRESS", description = "Ours or anyone's.")
    Address address;

    RouteVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        RouteExplanation found = office.explainRoute(address);
        found.lines().forEach(out::say);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("address", address.toString());
        tree.put("route", found.route().key());
        tree.put("decision", found.decision());
        tree.put("steps", found.steps());
        boolean leads = switch (found.hops()) {
            case NextHops.Servers(List<Hop> hops) -> {
                tree.put("hops", hops.stream().map(Hop::toString).toList());
                yield true;
            }
            case NextHops.Nowhere(Reply reply, String why) -> trouble(tree, reply, why);
            case NextHops.Unknown(Reply reply, String why) -> trouble(tree, reply, why);
        };
        out.json(tree);
        return leads ? Exit.DONE : Exit.REFUSED;
    }

    private static boolean trouble(Map<String, Object> tree, Reply reply, String why) {
        tree.put("hops", List.of());
        tree.put("reply", reply.toString());
        tree.put("why", why);
        return false;
    }
}

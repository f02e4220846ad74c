package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.queue.SiteSummary;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
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
        String name = office.siteOf(found.route());
        Optional<SiteSummary> site = office.queue().site(name);
        if (name.indexOf(':') < 0 && found.route() instanceof Route.Mx) {
            out.say("All domains with these mail servers are one site: " + name.replace(",", ", ") + ".");
        }
        site.ifPresent(known -> tell(known, out));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("site", name);
        site.ifPresent(known -> tree.put("siteNow", Trees.of(known)));
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

    private static void tell(SiteSummary site, Printer out) {
        out.say("Just now it gets " + site.inWords() + "; " + site.running() + " under way."
                + site.rests()
                        .map(rest -> " It rests for " + Times.people(rest) + ".")
                        .orElse(""));
        site.lastReason().ifPresent(reason -> out.say("Its last trouble: " + reason));
    }

    private static boolean trouble(Map<String, Object> tree, Reply reply, String why) {
        tree.put("hops", List.of());
        tree.put("reply", reply.toString());
        tree.put("why", why);
        return false;
    }
}

package org.maillon.app.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.app.wiring.OwnPolicies;
import org.maillon.app.zone.ZoneCheck;
import org.maillon.app.zone.ZoneFacts;
import org.maillon.app.zone.ZonePlan;
import org.maillon.app.zone.ZoneRecord;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.id.ServerId;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon domain dns}. */
@Command(
        name = "dns",
        description = "Print what the domain's zone should hold, or compare it with what the world sees.",
        footer = {
            "",
            "Example:  maillon domain dns example.org            ready to be pasted into a zone file",
            "          maillon domain dns example.org --check    exit 1 where a line lacks or differs"
        })
final class DomainDns extends OfficeVerb {
    @Parameters(paramLabel = "DOMAIN", description = "Such as example.org.")
    Domain.Name domain = new Domain.Name("invalid");

    @Option(names = "--check", description = "Ask DNS for each line.")
    boolean check;

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long others may remember a line (3600).")
    int ttl = 3600;

    DomainDns(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        Optional<HostedDomain> hosted = office.directory().domains().stream()
                .filter(one -> one.name().equals(domain))
                .findFirst();
        if (hosted.isEmpty()) {
            out.complain("maillon: " + domain + " is none of ours; 'maillon domain list' names those that are");
            return Exit.REFUSED;
        }
        List<ZoneRecord> plan = ZonePlan.of(facts(office, hosted.get()));
        return check ? check(office, plan, out) : print(plan, out);
    }

    private int print(List<ZoneRecord> plan, Printer out) {
        plan.forEach(record -> out.say(record.line(ttl)));
        out.json(plan.stream().map(record -> tree(record)).toList());
        return Exit.DONE;
    }

    private int check(Maillon office, List<ZoneRecord> plan, Printer out) {
        ZoneCheck world = new ZoneCheck(office.resolver());
        List<Map<String, Object>> trees = new ArrayList<>();
        boolean good = true;
        for (ZoneRecord record : plan) {
            ZoneCheck.Seen seen = world.look(record);
            good &= seen instanceof ZoneCheck.Seen.Same;
            words(record, seen).forEach(out::say);
            Map<String, Object> tree = tree(record);
            tree.put("seen", word(seen));
            if (seen instanceof ZoneCheck.Seen.Differs(List<String> instead)) {
                tree.put("instead", instead);
            }
            trees.add(tree);
        }
        out.json(trees);
        return good ? Exit.DONE : Exit.REFUSED;
    }

    private List<String> words(ZoneRecord record, ZoneCheck.Seen seen) {
        String head = record.name() + " " + record.type() + " (" + record.purpose() + ")";
        return switch (seen) {
            case ZoneCheck.Seen.Same _ -> List.of("ok       " + head);
            case ZoneCheck.Seen.Missing _ -> List.of("missing  " + head, "         add: " + record.line(ttl));
            case ZoneCheck.Seen.Differs(List<String> instead) ->
                List.of(
                        "differs  " + head,
                        "         seen: " + String.join(" | ", instead),
                        "         put:  " + record.rdata());
            case ZoneCheck.Seen.Unknown(String why) ->
                List.of("unknown  " + head + ": " + why, "         ask again later");
        };
    }

    private static String word(ZoneCheck.Seen seen) {
        return switch (seen) {
            case ZoneCheck.Seen.Same _ -> "ok";
            case ZoneCheck.Seen.Missing _ -> "missing";
            case ZoneCheck.Seen.Differs _ -> "differs";
            case ZoneCheck.Seen.Unknown _ -> "unknown";
        };
    }

    private static Map<String, Object> tree(ZoneRecord record) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", record.name());
        tree.put("type", record.type());
        tree.put("data", record.data());
        tree.put("purpose", record.purpose());
        return tree;
    }

    private ZoneFacts facts(Maillon office, HostedDomain hosted) {
        List<String> hosts = office.directory().server(serverOf(office, hosted)).stream()
                .flatMap(server -> server.hostNames().stream())
                .map(Domain.Name::ascii)
                .toList();
        List<String> senders = office.loaded().config().main().publicAddresses().stream()
                .map(InetAddress::ofLiteral)
                .map(address -> (address instanceof Inet4Address ? "ip4:" : "ip6:") + address.getHostAddress())
                .toList();
        String reports = hosted.postmaster().map(Address::toString).orElse("postmaster@" + domain.ascii());
        return new ZoneFacts(
                domain.ascii(),
                hosts.isEmpty() ? List.of(office.hostName()) : hosts,
                senders,
                List.of(),
                new ZoneFacts.Published(List.of(), OwnPolicies.id(office, hosted), reports));
    }

    private static ServerId serverOf(Maillon office, HostedDomain hosted) {
        return office.directory()
                .tenant(hosted.tenant())
                .map(tenant -> tenant.server())
                .orElse(ServerId.DEFAULT);
    }
}

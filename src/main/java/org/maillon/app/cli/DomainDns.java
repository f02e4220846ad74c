package org.maillon.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.app.zone.OurZone;
import org.maillon.app.zone.ZoneCheck;
import org.maillon.app.zone.ZonePlan;
import org.maillon.app.zone.ZoneRecord;
import org.maillon.app.zone.ZoneText;
import org.maillon.hosting.HostedDomain;
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
            "          maillon domain dns example.org --check    exit 1 where a line lacks, differs or is contradicted"
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
        OurZone.Told told = OurZone.of(office, hosted.get());
        List<ZoneRecord> plan = ZonePlan.of(told.facts());
        if (!check) {
            ZoneText.of(domain.ascii(), plan, told.remarks(), ttl).forEach(out::say);
            out.json(plan.stream().map(this::tree).toList());
            return Exit.DONE;
        }
        told.remarks().forEach(remark -> out.say("note     " + remark));
        return say(new ZoneCheck(office.resolver().fresh()).check(plan), out);
    }

    private int say(ZoneCheck.Report report, Printer out) {
        List<Map<String, Object>> trees = new ArrayList<>();
        for (ZoneCheck.Finding finding : report.findings()) {
            words(finding).forEach(out::say);
            trees.add(tree(finding));
        }
        for (ZoneCheck.Stray stray : report.strays()) {
            ZoneRecord record = stray.record();
            out.say("extra    " + record.name() + " " + record.type() + ": " + stray.why());
            out.say("         seen: " + record.rdata());
            Map<String, Object> tree = tree(record);
            tree.put("seen", "extra");
            tree.put("why", stray.why());
            trees.add(tree);
        }
        out.json(trees);
        return report.isGood() ? Exit.DONE : Exit.REFUSED;
    }

    private List<String> words(ZoneCheck.Finding finding) {
        ZoneRecord record = finding.wanted();
        String head = record.name() + " " + record.type() + " (" + record.purpose() + ")";
        return switch (finding.seen()) {
            case ZoneCheck.Seen.Same _ -> List.of("ok       " + head + signed(finding));
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

    private static String signed(ZoneCheck.Finding finding) {
        return finding.signed()
                .map(status -> switch (status) {
                    case SECURE -> ": signed";
                    case INSECURE -> ": not signed as far as we can tell, so others pass it over";
                    case BOGUS -> ": wrongly signed";
                })
                .orElse("");
    }

    private Map<String, Object> tree(ZoneCheck.Finding finding) {
        Map<String, Object> tree = tree(finding.wanted());
        finding.signed().ifPresent(status -> tree.put("dnssec", status.name().toLowerCase(Locale.ROOT)));
        switch (finding.seen()) {
            case ZoneCheck.Seen.Same _ -> tree.put("seen", "ok");
            case ZoneCheck.Seen.Missing _ -> tree.put("seen", "missing");
            case ZoneCheck.Seen.Differs(List<String> instead) -> {
                tree.put("seen", "differs");
                tree.put("instead", instead);
            }
            case ZoneCheck.Seen.Unknown(String why) -> {
                tree.put("seen", "unknown");
                tree.put("why", why);
            }
        }
        return tree;
    }

    private Map<String, Object> tree(ZoneRecord record) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", record.name());
        tree.put("type", record.type());
        tree.put("data", record.data());
        tree.put("purpose", record.purpose());
        tree.put("ownZone", record.isWithin(domain.ascii()));
        return tree;
    }
}

package org.maillon.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Directory;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Outcome;
import org.maillon.hosting.id.TenantId;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.Language;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon domain …}. */
@Command(name = "domain", description = "Domains whose mail ends here.")
final class DomainVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new DomainVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Set(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new DomainDns(desk, words))
                .addSubcommand(DomainKeyVerbs.tree(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    @Command(
            name = "add",
            description = "Take a domain in: from now on its mail ends here.",
            footer = {"", "Example:  maillon domain add example.org"})
    static final class Add extends OfficeVerb {
        @Parameters(paramLabel = "DOMAIN", description = "Such as example.org.")
        Domain.Name domain;

        @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose it is (default).")
        TenantId tenant = TenantId.DEFAULT;

        @Option(names = "--catch-all", paramLabel = "ADDRESS", description = "Who gets mail for names that nobody has.")
        Optional<Address> catchAll = Optional.empty();

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().addDomain(tenant, domain), added -> {
                HostedDomain now = catchAll.flatMap(target ->
                                office.directory().setCatchAll(domain, catchAll).toOptional())
                        .orElse(added);
                out.say("added " + domain + "; give it accounts with 'maillon account add NAME@" + domain + "'");
                office.reachFromOutside().ifPresent(out::say);
                office.keyKeeper().provide(domain);
                if (!office.domainKeys().list(domain).isEmpty()) {
                    out.say("publish its signing keys: 'maillon domain key list " + domain + "' shows their records");
                }
                out.json(Trees.of(now));
            });
        }
    }

    @Command(
            name = "set",
            description =
                    "Change who gets a domain's stray mail, who is its postmaster, its language, or its MTA-STS policy.",
            footer = {
                "",
                "Example:  maillon domain set example.org --catch-all ada@example.org",
                "          maillon domain set example.org --language fr",
                "          maillon domain set example.org --mta-sts testing"
            })
    static final class Set extends OfficeVerb {
        @Parameters(paramLabel = "DOMAIN", description = "Such as example.org.")
        Domain.Name domain;

        @Option(names = "--catch-all", paramLabel = "ADDRESS", description = "Who gets mail for names that nobody has.")
        Optional<Address> catchAll = Optional.empty();

        @Option(names = "--no-catch-all", description = "Refuse mail for names that nobody has.")
        boolean noCatchAll;

        @Option(names = "--postmaster", paramLabel = "ADDRESS", description = "Who reads postmaster@ and abuse@.")
        Optional<Address> postmaster = Optional.empty();

        @Option(
                names = "--language",
                paramLabel = "LANGUAGE",
                description = "What its people get notices in: en or fr.")
        Optional<Language> language = Optional.empty();

        @Option(names = "--no-language", description = "Notices in the language of the server (notice-language).")
        boolean noLanguage;

        @Option(
                names = "--mta-sts",
                paramLabel = "MODE",
                description =
                        "Serve an MTA-STS policy (RFC 8461): testing, enforce, or none, which tells others to forget it.")
        Optional<StsPolicy.Mode> mtaSts = Optional.empty();

        @Option(names = "--no-mta-sts", description = "Serve no policy.")
        boolean noMtaSts;

        Set(Desk desk, String[] words) {
            super(desk, words);
        }

        /** One of the changes asked for, done when it is run. */
        private record Change(String words, Supplier<Outcome<HostedDomain>> work) {}

        @Override
        int run(Maillon office, Printer out) {
            List<Change> changes = changes(office.directory());
            if (changes.isEmpty()) {
                out.complain("maillon: nothing to change; give --catch-all, --no-catch-all, --postmaster, --language,"
                        + " --no-language, --mta-sts or --no-mta-sts");
                return Exit.USAGE;
            }
            int exit = Exit.DONE;
            for (int i = 0; i < changes.size() && exit == Exit.DONE; i++) {
                Change change = changes.get(i);
                boolean last = i == changes.size() - 1;
                exit = Outcomes.print(out, change.work().get(), now -> said(out, now, change, last));
            }
            if (exit == Exit.DONE && mtaSts.isPresent()) {
                whatFollows(office, out);
            }
            return exit;
        }

        private void whatFollows(Maillon office, Printer out) {
            out.say("publish what 'maillon domain dns " + domain
                    + "' prints; others fetch the policy at https://mta-sts." + domain + "/.well-known/mta-sts.txt");
            if (office.loaded().config().http().tls().isEmpty()) {
                out.say(
                        "nothing answers there yet: name an address in tls of [http], such as [::]:443, or have a web server"
                                + " in front pass it on");
            }
        }

        private List<Change> changes(Directory directory) {
            List<Change> changes = new ArrayList<>();
            if (postmaster.isPresent()) {
                changes.add(new Change(
                        "postmaster " + postmaster.get(), () -> directory.setPostmaster(domain, postmaster)));
            }
            if (catchAll.isPresent() || noCatchAll) {
                String words = catchAll.map(target -> "catch-all " + target).orElse("no catch-all");
                changes.add(new Change(words, () -> directory.setCatchAll(domain, catchAll)));
            }
            if (language.isPresent() || noLanguage) {
                String words =
                        language.map(spoken -> "notices in " + spoken.tag()).orElse("notices in the server's language");
                changes.add(new Change(words, () -> directory.setLanguage(domain, language)));
            }
            if (mtaSts.isPresent() || noMtaSts) {
                String words =
                        mtaSts.map(mode -> "MTA-STS policy " + mode.word()).orElse("no MTA-STS policy");
                changes.add(new Change(words, () -> directory.setMtaSts(domain, mtaSts)));
            }
            return changes;
        }

        private void said(Printer out, HostedDomain now, Change change, boolean last) {
            out.say(domain + ": " + change.words());
            if (last) {
                out.json(Trees.of(now));
            }
        }
    }

    @Command(
            name = "list",
            description = "List the domains.",
            footer = {"", "Example:  maillon domain list --json"})
    static final class Ls extends OfficeVerb {
        @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
        Optional<TenantId> tenant = Optional.empty();

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<HostedDomain> domains = tenant.map(office.directory()::domains).orElseGet(office.directory()::domains);
            out.table(
                    List.of("DOMAIN", "TENANT", "CATCH-ALL", "POSTMASTER", "LANGUAGE"),
                    domains.stream().map(Ls::row).toList());
            out.json(domains.stream().map(Trees::of).toList());
            return Exit.DONE;
        }

        private static List<String> row(HostedDomain domain) {
            return List.of(
                    domain.name().ascii(),
                    domain.tenant().name(),
                    domain.catchAll().map(Address::toString).orElse("-"),
                    domain.postmaster().map(Address::toString).orElse("-"),
                    domain.language().map(Language::tag).orElse("-"));
        }
    }

    @Command(
            name = "remove",
            description = "Give a domain up. Its accounts and aliases have to be removed first.",
            footer = {"", "Example:  maillon domain remove example.org"})
    static final class Remove extends OfficeVerb {
        @Parameters(paramLabel = "DOMAIN", description = "Such as example.org.")
        Domain.Name domain;

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().removeDomain(domain), gone -> {
                out.say("removed " + gone);
                out.json(java.util.Map.of("removed", gone.ascii()));
            });
        }
    }
}

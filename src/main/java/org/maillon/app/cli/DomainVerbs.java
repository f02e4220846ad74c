package org.maillon.app.cli;

import java.util.List;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
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
                out.json(Trees.of(now));
            });
        }
    }

    @Command(
            name = "set",
            description = "Change who gets a domain's stray mail, or who is its postmaster.",
            footer = {"", "Example:  maillon domain set example.org --catch-all ada@example.org"})
    static final class Set extends OfficeVerb {
        @Parameters(paramLabel = "DOMAIN", description = "Such as example.org.")
        Domain.Name domain;

        @Option(names = "--catch-all", paramLabel = "ADDRESS", description = "Who gets mail for names that nobody has.")
        Optional<Address> catchAll = Optional.empty();

        @Option(names = "--no-catch-all", description = "Refuse mail for names that nobody has.")
        boolean noCatchAll;

        @Option(names = "--postmaster", paramLabel = "ADDRESS", description = "Who reads postmaster@ and abuse@.")
        Optional<Address> postmaster = Optional.empty();

        Set(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (catchAll.isEmpty() && !noCatchAll && postmaster.isEmpty()) {
                out.complain("maillon: nothing to change; give --catch-all, --no-catch-all or --postmaster");
                return Exit.USAGE;
            }
            if (postmaster.isPresent()) {
                int exit = Outcomes.print(
                        out,
                        office.directory().setPostmaster(domain, postmaster),
                        now -> said(out, now, "postmaster " + postmaster.get(), catchAll.isEmpty() && !noCatchAll));
                if (exit != Exit.DONE || catchAll.isEmpty() && !noCatchAll) {
                    return exit;
                }
            }
            String change = catchAll.map(target -> "catch-all " + target).orElse("no catch-all");
            return Outcomes.print(
                    out, office.directory().setCatchAll(domain, catchAll), now -> said(out, now, change, true));
        }

        private void said(Printer out, HostedDomain now, String change, boolean last) {
            out.say(domain + ": " + change);
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
                    List.of("DOMAIN", "TENANT", "CATCH-ALL", "POSTMASTER"),
                    domains.stream().map(Ls::row).toList());
            out.json(domains.stream().map(Trees::of).toList());
            return Exit.DONE;
        }

        private static List<String> row(HostedDomain domain) {
            return List.of(
                    domain.name().ascii(),
                    domain.tenant().name(),
                    domain.catchAll().map(Address::toString).orElse("-"),
                    domain.postmaster().map(Address::toString).orElse("-"));
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

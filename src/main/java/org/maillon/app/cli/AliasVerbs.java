package org.maillon.app.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Alias;
import org.maillon.hosting.HostedDomain;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon alias …}. */
@Command(name = "alias", description = "Addresses that stand for others.")
final class AliasVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new AliasVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    private static String targets(Alias alias) {
        return String.join(", ", Trees.texts(alias.targets()));
    }

    @Command(
            name = "add",
            description = "Add an alias for one address or more, here or elsewhere.",
            footer = {"", "Example:  maillon alias add team@example.org ada@example.org bob@example.net"})
    static final class Add extends OfficeVerb {
        @Parameters(index = "0", paramLabel = "ALIAS", description = "The address that stands for others.")
        Address alias;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TARGET", description = "Those it stands for.")
        List<Address> targets = List.of();

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().addAlias(alias, targets), added -> {
                out.say("added " + added.address() + " for " + AliasVerbs.targets(added));
                out.json(Trees.of(added));
            });
        }
    }

    @Command(
            name = "list",
            description = "List aliases.",
            footer = {"", "Example:  maillon alias list --domain example.org"})
    static final class Ls extends OfficeVerb {
        @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only this domain's.")
        Optional<Domain.Name> domain = Optional.empty();

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Stream<Domain.Name> domains = domain.isPresent()
                    ? domain.stream()
                    : office.directory().domains().stream().map(HostedDomain::name);
            List<Alias> aliases = domains.flatMap(office.directory()::aliases).toList();
            out.table(
                    List.of("ALIAS", "STANDS FOR"),
                    aliases.stream()
                            .map(alias -> List.of(alias.address().toString(), AliasVerbs.targets(alias)))
                            .toList());
            out.json(aliases.stream().map(Trees::of).toList());
            return Exit.DONE;
        }
    }

    @Command(
            name = "remove",
            description = "Remove an alias; those it stands for stay.",
            footer = {"", "Example:  maillon alias remove team@example.org"})
    static final class Remove extends OfficeVerb {
        @Parameters(paramLabel = "ALIAS", description = "The alias.")
        Address alias;

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().removeAlias(alias), gone -> {
                out.say("removed " + gone.address());
                out.json(Map.of("removed", gone.address().toString()));
            });
        }
    }
}

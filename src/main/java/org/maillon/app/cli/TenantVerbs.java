package org.maillon.app.cli;

import java.util.List;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Server;
import org.maillon.hosting.Tenant;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.wire.address.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon tenant …} and {@code maillon server …}. */
@Command(name = "tenant", description = "Customers: owners of domains and accounts.")
final class TenantVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new TenantVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Ls(desk, words));
    }

    static CommandLine servers(Desk desk, String[] words) {
        return new CommandLine(new ServerVerbs()).addSubcommand(new ListServers(desk, words));
    }

    @Command(
            name = "add",
            description = "Add a tenant.",
            footer = {"", "Example:  maillon tenant add acme --title 'Acme Ltd'"})
    static final class Add extends OfficeVerb {
        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens.")
        TenantId tenant;

        @Option(names = "--title", paramLabel = "TEXT", description = "The name people read.")
        Optional<String> title = Optional.empty();

        @Option(names = "--server", paramLabel = "SERVER", description = "The server its mail goes through (default).")
        ServerId server = ServerId.DEFAULT;

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            String shown = title.orElse(tenant.name());
            return Outcomes.print(out, office.directory().addTenant(tenant, shown, server), added -> {
                out.say("added tenant " + added.id() + " on server " + added.server());
                out.json(Trees.of(added));
            });
        }
    }

    @Command(
            name = "list",
            description = "List tenants.",
            footer = {"", "Example:  maillon tenant list"})
    static final class Ls extends OfficeVerb {
        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Tenant> tenants = office.directory().tenants();
            out.table(
                    List.of("TENANT", "TITLE", "SERVER", "POSTMASTER"),
                    tenants.stream()
                            .map(tenant -> List.of(
                                    tenant.id().name(),
                                    tenant.title(),
                                    tenant.server().name(),
                                    tenant.postmaster().map(Address::toString).orElse("-")))
                            .toList());
            out.json(tenants.stream().map(Trees::of).toList());
            return Exit.DONE;
        }
    }

    @Command(name = "server", description = "Virtual mail servers: names, addresses, a lane of their own in the queue.")
    static final class ServerVerbs extends Group {}

    @Command(
            name = "list",
            description = "List servers.",
            footer = {"", "Example:  maillon server list"})
    static final class ListServers extends OfficeVerb {
        ListServers(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Server> servers = office.directory().servers();
            out.table(
                    List.of("SERVER", "HOST NAMES", "OWNER"),
                    servers.stream()
                            .map(server -> List.of(
                                    server.id().name(),
                                    server.hostNames().isEmpty()
                                            ? office.hostName()
                                            : String.join(", ", Trees.texts(server.hostNames())),
                                    server.owner().map(TenantId::name).orElse("shared")))
                            .toList());
            out.json(servers.stream().map(Trees::of).toList());
            return Exit.DONE;
        }
    }
}

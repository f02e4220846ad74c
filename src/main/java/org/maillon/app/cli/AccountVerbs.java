package org.maillon.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.maillon.app.wiring.Maillon;
import org.maillon.app.wiring.ReadablePassword;
import org.maillon.hosting.Account;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Outcome;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon account …}. */
@Command(name = "account", description = "People with a mailbox and a password.")
final class AccountVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        CommandLine tree = new CommandLine(new AccountVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Set(desk, words))
                .addSubcommand(new Passwd(desk, words))
                .addSubcommand(AppPasswordVerbs.tree(desk, words))
                .addSubcommand(TotpVerbs.tree(desk, words))
                .addSubcommand(new Remove(desk, words));
        LimitVerbs.addTo(tree, desk, words);
        GrantVerbs.addTo(tree, desk, words);
        return tree;
    }

    /** A verb that sets a password: asked for at the terminal, unless told otherwise. */
    abstract static class WithPassword extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS", description = "The account, such as ada@example.org.")
        Address address;

        @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
        boolean fromStandardInput;

        @Option(names = "--generate", description = "Make a password and print it, once.")
        boolean generate;

        WithPassword(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        final SecretPrompt.Source wantsSecret() {
            if (generate) {
                return SecretPrompt.Source.NONE;
            }
            return fromStandardInput ? SecretPrompt.Source.STANDARD_INPUT : SecretPrompt.Source.TERMINAL;
        }

        /** The password, and what to print of it. */
        final String password(Maillon office) {
            return generate
                    ? ReadablePassword.make(office.entropy())
                    : desk.secret().orElse("");
        }

        final void print(Printer out, Map<String, Object> tree, String password) {
            if (generate) {
                out.say("password: " + password);
                tree.put("password", password);
            }
            out.json(tree);
        }
    }

    @Command(
            name = "add",
            description = "Add an account. Its password is asked for at the terminal, twice.",
            footer = {"", "Example:  maillon account add ada@example.org --quota 5GiB"})
    static final class Add extends WithPassword {
        @Option(names = "--quota", paramLabel = "SIZE", description = "What its mailbox may hold, such as 5GiB.")
        Optional<ByteSize> quota = Optional.empty();

        @Option(names = "--forward", paramLabel = "ADDRESS", description = "Where a copy of its mail goes on to.")
        List<Address> forwards = new ArrayList<>();

        @Option(names = "--no-copy", description = "Keep nothing of what is forwarded.")
        boolean noCopy;

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            String password = password(office);
            try (Secret secret = Secret.utf8(password)) {
                Outcome<Account> added = office.directory().addAccount(address, secret, quota);
                if (added.isDone() && !forwards.isEmpty()) {
                    added = office.directory().setForward(address, forwards, !noCopy);
                }
                return Outcomes.print(out, added, account -> {
                    out.say("added " + account.address() + ", quota " + account.quota());
                    print(out, Trees.of(account), password);
                });
            }
        }
    }

    @Command(
            name = "passwd",
            description = "Give an account a new password, asked for at the terminal, twice.",
            footer = {"", "Example:  maillon account passwd ada@example.org --generate"})
    static final class Passwd extends WithPassword {
        Passwd(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            String password = password(office);
            try (Secret secret = Secret.utf8(password)) {
                return Outcomes.print(out, office.directory().setPassword(address, secret), account -> {
                    out.say("new password for " + account.address());
                    print(out, Trees.of(account), password);
                });
            }
        }
    }

    @Command(
            name = "set",
            description = "Change an account's quota or where its mail goes on to.",
            footer = {"", "Example:  maillon account set ada@example.org --forward ada@example.net --no-copy"})
    static final class Set extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS", description = "The account.")
        Address address;

        @Option(names = "--quota", paramLabel = "SIZE", description = "What its mailbox may hold, such as 5GiB.")
        Optional<ByteSize> quota = Optional.empty();

        @Option(names = "--forward", paramLabel = "ADDRESS", description = "Where a copy of its mail goes on to.")
        List<Address> forwards = new ArrayList<>();

        @Option(names = "--no-copy", description = "Keep nothing of what is forwarded.")
        boolean noCopy;

        @Option(names = "--no-forward", description = "Forward no more.")
        boolean noForward;

        Set(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            boolean forwarding = noForward || !forwards.isEmpty();
            if (quota.isEmpty() && !forwarding) {
                out.complain("maillon: nothing to change; give --quota, --forward or --no-forward");
                return Exit.USAGE;
            }
            List<Address> targets = noForward ? List.of() : forwards;
            Optional<Outcome<Account>> sized =
                    quota.map(size -> office.directory().setQuota(address, size));
            boolean refused = sized.isPresent() && !sized.get().isDone();
            Outcome<Account> last = refused || !forwarding
                    ? sized.orElseThrow()
                    : office.directory().setForward(address, targets, !noCopy);
            return Outcomes.print(out, last, account -> {
                out.say(account.address() + ": quota " + account.quota() + ", " + forwarding(account));
                out.json(Trees.of(account));
            });
        }
    }

    private static String forwarding(Account account) {
        return account.forwards().isEmpty()
                ? "forwards nothing"
                : "forwards to " + String.join(", ", Trees.texts(account.forwards()))
                        + (account.keepCopy() ? ", keeps a copy" : ", keeps no copy");
    }

    @Command(
            name = "list",
            description = "List accounts, with what their mailboxes hold.",
            footer = {"", "Example:  maillon account list --domain example.org"})
    static final class Ls extends OfficeVerb {
        @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only this domain's.")
        Optional<Domain.Name> domain = Optional.empty();

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (domain.isPresent() && office.directory().domain(domain.get()).isEmpty()) {
                out.complain("maillon: no domain " + domain.get()
                        + " is hosted here; 'maillon domain list' names those that are");
                return Exit.REFUSED;
            }
            List<Account> accounts =
                    domains(office).flatMap(office.directory()::accounts).toList();
            out.table(
                    List.of("ACCOUNT", "MESSAGES", "USED", "QUOTA", "FORWARDS TO"),
                    accounts.stream().map(account -> row(account, office)).toList());
            out.json(accounts.stream()
                    .map(account -> Trees.of(account, office.mailboxes().usage(account.id())))
                    .toList());
            return Exit.DONE;
        }

        private Stream<Domain.Name> domains(Maillon office) {
            return domain.isPresent()
                    ? domain.stream()
                    : office.directory().domains().stream().map(HostedDomain::name);
        }

        private static List<String> row(Account account, Maillon office) {
            var usage = office.mailboxes().usage(account.id());
            String forwards = account.forwards().isEmpty()
                    ? "-"
                    : String.join(", ", Trees.texts(account.forwards())) + (account.keepCopy() ? "" : " (no copy)");
            return List.of(
                    account.address().toString(),
                    Long.toString(usage.messages()),
                    Sizes.people(usage.octets()),
                    account.quota().toString(),
                    forwards);
        }
    }

    @Command(
            name = "remove",
            description = "Remove an account and all mail in its mailbox.",
            footer = {"", "Example:  maillon account remove ada@example.org"})
    static final class Remove extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS", description = "The account.")
        Address address;

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.removeAccount(address), account -> {
                out.say("removed " + account.address() + " and its mail");
                out.json(Map.of("removed", account.address().toString()));
            });
        }
    }
}

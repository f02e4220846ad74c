package org.maillon.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.AppPassword;
import org.maillon.hosting.Outcome;
import org.maillon.hosting.Scope;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon account app-password …}. */
@Command(name = "app-password", description = "Passwords of an account for single programs.")
final class AppPasswordVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new AppPasswordVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    private static Map<String, Object> tree(Address address, AppPassword about) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("account", address.toString());
        tree.put("label", about.label());
        tree.put("opens", scopes(about));
        tree.put("created", about.created().toString());
        about.expires().ifPresent(end -> tree.put("expires", end.toString()));
        about.lastUsed().ifPresent(last -> tree.put("lastUsed", last.toString()));
        return tree;
    }

    private static List<String> scopes(AppPassword about) {
        return about.scopes().stream().sorted().map(Scope::word).toList();
    }

    @Command(
            name = "add",
            description = "Make an app password and print it, once.",
            footer = {"", "Example:  maillon account app-password add ada@example.org phone --for smtp --for pop3"})
    static final class Add extends OfficeVerb {
        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        Address address;

        @Parameters(index = "1", paramLabel = "LABEL", description = "What its owner calls it, such as phone.")
        String label;

        @Option(
                names = "--for",
                paramLabel = "WHAT",
                description =
                        "What it opens: smtp, pop3, imap, api, web; may stand there often. Without: smtp, pop3 and"
                                + " imap.")
        Set<Scope> scopes = EnumSet.of(Scope.SMTP, Scope.POP3, Scope.IMAP);

        @Option(names = "--days", paramLabel = "DAYS", description = "How many days it holds; without: for ever.")
        Optional<Integer> days = Optional.empty();

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Optional<Instant> expires =
                    days.map(count -> office.clock().instant().plus(Duration.ofDays(Math.clamp(count, 0, 36_500))));
            return Outcomes.print(out, office.directory().credentials().add(address, label, scopes, expires), made -> {
                String password = Bytes.copyOf(made.password().shared()).asUtf8();
                out.say("made an app password '" + label + "' for " + address + ", good for "
                        + String.join(", ", scopes(made.about()))
                        + made.about().expires().map(end -> ", until " + end).orElse(""));
                out.say("password: " + password);
                Map<String, Object> tree = tree(address, made.about());
                tree.put("password", password);
                out.json(tree);
            });
        }
    }

    @Command(
            name = "list",
            description = "List an account's app passwords, without the passwords.",
            footer = {"", "Example:  maillon account app-password list ada@example.org"})
    static final class Ls extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS", description = "The account.")
        Address address;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Outcome<List<AppPassword>> listed = office.directory().credentials().list(address);
            return Outcomes.print(out, listed, all -> {
                Instant now = office.clock().instant();
                out.table(
                        List.of("LABEL", "OPENS", "MADE", "LAST USED", "EXPIRES"),
                        all.stream().map(one -> row(one, now)).toList());
                out.json(all.stream().map(one -> tree(address, one)).toList());
            });
        }

        private static List<String> row(AppPassword about, Instant now) {
            return List.of(
                    about.label(),
                    scopes(about).stream().collect(Collectors.joining(",")),
                    Times.since(about.created()),
                    about.lastUsed().map(Times::since).orElse("never"),
                    about.expires()
                            .map(end -> about.isExpired(now) ? "has expired" : Times.until(end))
                            .orElse("-"));
        }
    }

    @Command(
            name = "remove",
            description = "Revoke an app password; it opens nothing from then on.",
            footer = {"", "Example:  maillon account app-password remove ada@example.org phone"})
    static final class Remove extends OfficeVerb {
        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        Address address;

        @Parameters(index = "1", paramLabel = "LABEL", description = "Which one.")
        String label;

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().credentials().remove(address, label), removed -> {
                out.say("removed the app password '" + removed.label() + "' of " + address);
                out.json(tree(address, removed));
            });
        }
    }
}

package org.maillon.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.ApiKey;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Durations;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code maillon api-key …}. */
@Command(name = "api-key", description = "Keys with which an operator's programs use the HTTP API.")
final class ApiKeyVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new ApiKeyVerbs())
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Revoke(desk, words));
    }

    private static Map<String, Object> tree(ApiKey key) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", key.name());
        tree.put("opens", scopes(key));
        tree.put("created", key.created().toString());
        key.expires().ifPresent(end -> tree.put("expires", end.toString()));
        return tree;
    }

    private static List<String> scopes(ApiKey key) {
        return key.scopes().stream().sorted().map(ApiKey.Scope::word).toList();
    }

    @Command(
            name = "add",
            description = "Make an API key and print it, once.",
            footer = {"", "Example:  maillon api-key add monitoring --for guard --expires 90d"})
    static final class Add extends OfficeVerb {
        @Parameters(paramLabel = "NAME", description = "What you call it.")
        String name = "";

        @Option(
                names = "--for",
                paramLabel = "WHAT",
                description = "What it opens: guard, quarantine; may stand there often. Without: both.")
        Set<ApiKey.Scope> scopes = EnumSet.allOf(ApiKey.Scope.class);

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it holds, such as 90d; without: for ever.")
        Optional<String> expires = Optional.empty();

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Optional<Instant> end =
                    expires.map(Add::duration).map(office.clock().instant()::plus);
            return Outcomes.print(out, office.directory().apiKeys().add(name, scopes, end), made -> {
                String key = Bytes.copyOf(made.key().shared()).asUtf8();
                out.say("made the API key " + name + ", good for " + String.join(", ", scopes(made.about()))
                        + made.about()
                                .expires()
                                .map(until -> ", until " + until)
                                .orElse(""));
                out.say("key: " + key);
                Map<String, Object> tree = tree(made.about());
                tree.put("key", key);
                out.json(tree);
            });
        }

        private static Duration duration(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Command(
            name = "list",
            description = "List the API keys, without the keys.",
            footer = {"", "Example:  maillon api-key list --json"})
    static final class Ls extends OfficeVerb {
        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<ApiKey> keys = office.directory().apiKeys().list();
            Instant now = office.clock().instant();
            out.table(
                    List.of("NAME", "OPENS", "MADE", "EXPIRES"),
                    keys.stream().map(key -> row(key, now)).toList());
            out.json(keys.stream().map(ApiKeyVerbs::tree).toList());
            return Exit.DONE;
        }

        private static List<String> row(ApiKey key, Instant now) {
            return List.of(
                    key.name(),
                    String.join(",", scopes(key)),
                    Times.since(key.created()),
                    key.expires()
                            .map(end -> key.isExpired(now) ? "has expired" : Times.until(end))
                            .orElse("-"));
        }
    }

    @Command(
            name = "revoke",
            description = "Revoke an API key; it opens nothing from then on.",
            footer = {"", "Example:  maillon api-key revoke monitoring"})
    static final class Revoke extends OfficeVerb {
        @Parameters(paramLabel = "NAME", description = "As the list names it.")
        String name = "";

        Revoke(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().apiKeys().revoke(name), revoked -> {
                out.say("revoked the API key " + revoked.name());
                out.json(tree(revoked));
            });
        }
    }
}

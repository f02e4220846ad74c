package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.config.ConfigChange;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReference;
import org.maillon.app.config.ConfigText;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.wiring.Maillon;
import org.maillon.serve.tls.CertificateReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code maillon config …}. */
@Command(name = "config", description = "Check and show maillon.toml.")
final class ConfigVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new ConfigVerbs())
                .addSubcommand(new Check(desk))
                .addSubcommand(new Show(desk))
                .addSubcommand(new Reload(desk, words))
                .addSubcommand(new Reference(desk));
    }

    /** Every fault on a line of its own. */
    static void complain(Printer out, List<Problem> problems) {
        problems.forEach(problem -> out.complain(problem.toString()));
    }

    @Command(
            name = "check",
            description = "Say whether the server would start with this configuration, and list every fault in it.",
            footer = {"", "Example:  maillon config check --config /etc/maillon/maillon.toml"})
    static final class Check extends Verb {
        Check(Desk desk) {
            super(desk);
        }

        @Override
        int run(Printer out) {
            return switch (desk.readConfig()) {
                case ConfigOutcome.Good(LoadedConfig loaded) -> {
                    out.say(loaded.file()
                            .map(file -> file + ": good")
                            .orElse("there is no maillon.toml here; the defaults hold"));
                    out.json(Map.of("good", true, "problems", List.of()));
                    yield Exit.DONE;
                }
                case ConfigOutcome.Bad(List<Problem> problems) -> {
                    complain(out, problems);
                    out.json(Map.of("good", false, "problems", trees(problems)));
                    yield Exit.REFUSED;
                }
            };
        }

        private static List<Map<String, Object>> trees(List<Problem> problems) {
            return problems.stream().map(Check::tree).toList();
        }

        private static Map<String, Object> tree(Problem problem) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("file", problem.file());
            tree.put("line", problem.line());
            tree.put("message", problem.message());
            return tree;
        }
    }

    @Command(
            name = "show",
            description = "Print every key with the value that holds, as TOML, defaults marked as such.",
            footer = {"", "Example:  maillon config show > full.toml"})
    static final class Show extends Verb {
        Show(Desk desk) {
            super(desk);
        }

        @Override
        int run(Printer out) {
            return switch (desk.readConfig()) {
                case ConfigOutcome.Good(LoadedConfig loaded) -> {
                    out.page(ConfigText.of(loaded).stripTrailing());
                    out.json(ConfigText.tree(loaded));
                    yield Exit.DONE;
                }
                case ConfigOutcome.Bad(List<Problem> problems) -> {
                    complain(out, problems);
                    yield Exit.REFUSED;
                }
            };
        }
    }

    @Command(
            name = "reference",
            description = "Print the reference of all keys, as Markdown.",
            footer = {"", "Example:  maillon config reference > docs/CONFIG.md"})
    static final class Reference extends Verb {
        Reference(Desk desk) {
            super(desk);
        }

        @Override
        int run(Printer out) {
            out.page(ConfigReference.page().stripTrailing());
            out.json(Map.of("markdown", ConfigReference.page()));
            return Exit.DONE;
        }
    }

    @Command(
            name = "reload",
            description =
                    "Have the running server take over what may change live: routes, limits of [submit], certificates, the log.",
            footer = {"", "Example:  maillon config reload"})
    static final class Reload extends OfficeVerb {
        Reload(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        boolean needsServer() {
            return true;
        }

        @Override
        int run(Maillon office, Printer out) {
            return switch (desk.readConfig()) {
                case ConfigOutcome.Good(LoadedConfig anew) -> {
                    ConfigChange change = office.reload(anew);
                    out.say(
                            change.live().isEmpty()
                                    ? "nothing changed"
                                    : "now holds: " + String.join(", ", change.live()));
                    if (!change.pending().isEmpty()) {
                        out.say("only after a restart: " + String.join(", ", change.pending()));
                    }
                    List<String> faults = certificates(office, out);
                    Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("certificateFaults", faults);
                    tree.put("live", change.live());
                    tree.put("pending", change.pending());
                    out.json(tree);
                    yield faults.isEmpty() ? Exit.DONE : Exit.REFUSED;
                }
                case ConfigOutcome.Bad(List<Problem> problems) -> {
                    complain(out, problems);
                    out.complain("nothing was reloaded");
                    yield Exit.REFUSED;
                }
            };
        }

        private static List<String> certificates(Maillon office, Printer out) {
            Optional<CertificateReport> report = office.reloadCertificates();
            List<String> faults = report.map(CertificateReport::faults).orElse(List.of());
            faults.forEach(fault -> out.complain(fault + "; the certificate that was read before goes on"));
            report.ifPresent(read -> read.warnings().forEach(out::say));
            return faults;
        }
    }
}

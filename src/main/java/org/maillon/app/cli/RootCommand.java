package org.maillon.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code maillon} alone, and the options that every verb takes. */
@Command(
        name = "maillon",
        description = "Every link of the mail's way in one program.",
        synopsisSubcommandLabel = "VERB",
        footer = {
            "",
            "Try it:   maillon serve            then, elsewhere:   maillon trace ada@maillon.test",
            "Help:     maillon VERB --help",
            "Exit:     0 done, 1 refused or not found, 2 wrongly typed, 3 no server or no data folder"
        })
final class RootCommand {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; without it maillon.toml in this folder, if it is there.")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "The data folder; without it the one the configuration names (./data).")
    Optional<Path> data = Optional.empty();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer as JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;
}

package org.maillon.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.maillon.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All verbs, and what happens to words that are none. */
final class CommandTree {
    private CommandTree() {}

    static int run(Desk desk, String[] words) {
        int exit = of(desk).execute(words);
        desk.terminal.out().flush();
        return exit;
    }

    static CommandLine of(Desk desk) {
        CommandLine tree = new CommandLine(desk.options)
                .addSubcommand(ConfigVerbs.tree(desk))
                .addSubcommand(new VersionVerb(desk));
        return tree.setOut(new PrintWriter(desk.terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(desk.terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(CommandTree::misused)
                .setExecutionExceptionHandler(CommandTree::failed)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setAbbreviatedOptionsAllowed(false);
    }

    private static int misused(ParameterException e, String[] words) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("maillon: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return Exit.USAGE;
    }

    /** What no verb foresaw. The words of the exception help its reader; its stack trace helps nobody but us. */
    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        String why = e instanceof StoreException ? e.getMessage() : e.toString();
        command.getErr().println("maillon: " + why);
        if (System.getenv("MAILLON_TRACE") != null) {
            e.printStackTrace(command.getErr());
        }
        return Exit.REFUSED;
    }
}

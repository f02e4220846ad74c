package org.maillon.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.maillon.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All verbs, and what happens to words that are none. */
final class CommandTree {
    private CommandTree() {}

    static int run(Desk desk, String[] words) {
        int exit = of(desk, words).execute(words);
        desk.terminal.out().flush();
        return exit;
    }

    static CommandLine of(Desk desk, String[] words) {
        CommandLine tree = new CommandLine(desk.options)
                .addSubcommand(new ServeVerb(desk))
                .addSubcommand(ConfigVerbs.tree(desk, words))
                .addSubcommand(QueueVerbs.tree(desk, words))
                .addSubcommand(QuarantineVerbs.tree(desk, words))
                .addSubcommand(FilterVerbs.tree(desk, words))
                .addSubcommand(new TraceVerb(desk, words))
                .addSubcommand(new VerifyVerb(desk, words))
                .addSubcommand(new VerifyEachVerb(desk, words))
                .addSubcommand(new RouteVerb(desk, words))
                .addSubcommand(TrustVerbs.tree(desk, words))
                .addSubcommand(CertificateVerbs.tree(desk, words))
                .addSubcommand(DomainVerbs.tree(desk, words))
                .addSubcommand(AccountVerbs.tree(desk, words))
                .addSubcommand(AliasVerbs.tree(desk, words))
                .addSubcommand(BlockVerbs.tree(desk, words))
                .addSubcommand(ApiKeyVerbs.tree(desk, words))
                .addSubcommand(TenantVerbs.tree(desk, words))
                .addSubcommand(TenantVerbs.servers(desk, words))
                .addSubcommand(ReportVerbs.tree(desk, words))
                .addSubcommand(new DoctorVerb(desk))
                .addSubcommand(new PrepareVerb(desk))
                .addSubcommand(new RehearseVerb(desk))
                .addSubcommand(new SignSpeedVerb(desk))
                .addSubcommand(new VersionVerb(desk));
        if (desk instanceof ServerDesk) { // a second server inside this one would take its signals over
            List.of("serve", "prepare", "rehearse", "sign-speed").forEach(tree.getCommandSpec()::removeSubcommand);
        }
        Converters.register(tree);
        return tree.setOut(new PrintWriter(desk.terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(desk.terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(CommandTree::misused)
                .setExecutionExceptionHandler(CommandTree::failed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setExpandAtFiles(false) // "@example.org" is a catch-all, and a file of the server's is nobody's word
                .setAbbreviatedOptionsAllowed(false);
    }

    private static int misused(ParameterException e, String[] words) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("maillon: " + words(e));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return Exit.USAGE;
    }

    private static String words(ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return String.valueOf(e.getMessage());
        }
        String first = unmatched.getUnmatched().getFirst();
        boolean aVerbIsDue = !e.getCommandLine().getSubcommands().isEmpty();
        return "'" + first + "' is "
                + (first.startsWith("-") ? "no option" : aVerbIsDue ? "no verb" : "one word too many") + " of "
                + e.getCommandLine().getCommandSpec().qualifiedName();
    }

    /** What no verb foresaw. The words of the exception help its reader; its stack trace helps nobody but us. */
    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof CommandLine.TypeConversionException wrongly) {
            command.getErr().println("maillon: " + wrongly.getMessage());
            return Exit.USAGE;
        }
        String why = e instanceof StoreException ? e.getMessage() : e.toString();
        command.getErr().println("maillon: " + why);
        if (System.getenv("MAILLON_TRACE") != null) {
            e.printStackTrace(command.getErr());
        }
        return Exit.REFUSED;
    }
}

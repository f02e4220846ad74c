package org.maillon.app.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Block;
import org.maillon.kernel.Durations;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code maillon block …}. */
@Command(name = "block", description = "Addresses and accounts that may not log in for a while.")
final class BlockVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new BlockVerbs())
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    private static Map<String, Object> tree(Block block) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("whom", block.whom());
        tree.put("since", block.since().toString());
        block.until().ifPresent(until -> tree.put("until", until.toString()));
        tree.put("why", block.why());
        tree.put("byHand", block.byHand());
        return tree;
    }

    private static String end(Block block) {
        return block.until().map(Times::until).orElse("never");
    }

    @Command(
            name = "list",
            description = "List who is blocked, until when, and why.",
            footer = {"", "Example:  maillon block list --json"})
    static final class Ls extends OfficeVerb {
        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Block> blocks = office.guard().blocks();
            out.table(
                    List.of("WHOM", "ENDS", "WHY"),
                    blocks.stream()
                            .map(block -> List.of(block.whom(), end(block), block.why()))
                            .toList());
            out.json(blocks.stream().map(BlockVerbs::tree).toList());
            return Exit.DONE;
        }
    }

    @Command(
            name = "add",
            description = "Block an IP address (by IPv6 its /64) or an account, until it is removed or for some time.",
            footer = {"", "Example:  maillon block add 192.0.2.7 --for 2h"})
    static final class Add extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS|ACCOUNT", description = "Who may not log in.")
        String whom = "";

        @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 2h; else until it is removed.")
        Optional<String> length = Optional.empty();

        @Option(names = "--why", paramLabel = "WORDS", description = "What the list says.")
        String why = "by an operator";

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Block block = office.guard().block(whom, length.map(Add::duration), why);
            out.say("blocked " + block.whom() + ", ends " + end(block));
            out.json(BlockVerbs.tree(block));
            return Exit.DONE;
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
            name = "remove",
            description = "Let somebody log in again.",
            footer = {"", "Example:  maillon block remove 192.0.2.7"})
    static final class Remove extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS|ACCOUNT", description = "As the list names it.")
        String whom = "";

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (!office.guard().unblock(whom)) {
                out.complain("maillon: " + whom + " is not blocked; 'maillon block list' shows who is");
                return Exit.REFUSED;
            }
            out.say("no longer blocked: " + whom);
            out.json(Map.of("removed", whom));
            return Exit.DONE;
        }
    }
}

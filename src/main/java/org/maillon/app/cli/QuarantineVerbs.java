package org.maillon.app.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.queue.Filter;
import org.maillon.queue.Quarantine;
import org.maillon.queue.Quarantined;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.TraceTeller;
import org.maillon.wire.address.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon quarantine …}. */
@Command(name = "quarantine", description = "Messages that our own judgement keeps back.")
final class QuarantineVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new QuarantineVerbs())
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Show(desk, words))
                .addSubcommand(new Release(desk, words))
                .addSubcommand(new Drop(desk, words));
    }

    private static Map<String, Object> tree(Quarantined one) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", one.message().id().toString());
        tree.put("since", one.since().toString());
        tree.put("why", one.why());
        tree.put("from", one.message().envelope().sender().toString());
        tree.put("to", recipients(one));
        tree.put("origin", one.message().envelope().origin());
        tree.put("size", one.message().size());
        return tree;
    }

    private static List<String> recipients(Quarantined one) {
        return Quarantine.held(one.message()).stream()
                .map(open -> open.recipient().address().toString())
                .toList();
    }

    @Command(
            name = "list",
            description = "List what is kept back and why, the oldest first.",
            footer = {"", "Example:  maillon quarantine list --to ada@example.org"})
    static final class Ls extends QueueVerbs.QueueVerb {
        private static final int MOST = 10_000;

        /** All together: strangers decide how many a message has. */
        private static final int MOST_RECIPIENTS = 50_000;

        @Option(names = "--from", paramLabel = "ADDRESS", description = "Sent by this address.")
        Optional<Address> sender = Optional.empty();

        @Option(names = "--to", paramLabel = "ADDRESS", description = "For this recipient.")
        Optional<Address> recipient = Optional.empty();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many (100, no more than 10000).")
        int limit = 100;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            Filter wanted = new Filter(
                    Optional.empty(), sender, recipient, Optional.empty(), Optional.empty(), Optional.empty());
            int most = Math.clamp(limit, 1, MOST);
            List<List<String>> rows = new ArrayList<>();
            List<Map<String, Object>> trees = new ArrayList<>();
            int[] recipients = {0};
            queue.quarantine().each(wanted, Optional.empty(), one -> {
                rows.add(row(one));
                trees.add(tree(one));
                recipients[0] += recipients(one).size();
                return rows.size() < most && recipients[0] < MOST_RECIPIENTS;
            });
            if (rows.isEmpty()) {
                out.say("no such message is in quarantine");
            }
            out.table(List.of("ID", "SINCE", "SIZE", "FROM", "TO", "WHY"), rows);
            if (recipients[0] >= MOST_RECIPIENTS) {
                out.say("these have so many recipients that no more are shown; there may be more messages");
            }
            out.json(trees);
            return Exit.DONE;
        }

        private static List<String> row(Quarantined one) {
            List<String> to = recipients(one);
            return List.of(
                    one.message().id().toString(),
                    Times.since(one.since()),
                    Sizes.people(one.message().size()),
                    "<" + one.message().envelope().sender() + ">",
                    "<" + to.getFirst() + ">" + (to.size() > 1 ? " +" + (to.size() - 1) : ""),
                    one.why());
        }
    }

    @Command(
            name = "show",
            description = "Show one message that is kept back, and its story.",
            footer = {"", "Example:  maillon quarantine show 06A1F7Q2M4GH5K9P"})
    static final class Show extends QueueVerbs.QueueVerb {
        @Parameters(paramLabel = "ID", description = "As the list names it.")
        QueueId id;

        Show(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            Optional<Quarantined> found = queue.quarantine().show(id);
            if (found.isEmpty()) {
                out.complain(
                        "maillon: " + id + " is not in quarantine; 'maillon trace " + id + "' tells what became of it");
                return Exit.REFUSED;
            }
            Quarantined one = found.get();
            out.say(one.message().id() + "  from <" + one.message().envelope().sender() + ">, "
                    + Sizes.people(one.message().size()) + ", kept back since " + Times.since(one.since()) + ": "
                    + one.why());
            recipients(one).forEach(to -> out.say("  to <" + to + ">"));
            TraceTeller.tell(queue.traces().story(id), ZoneId.systemDefault()).forEach(out::say);
            out.json(tree(one));
            return Exit.DONE;
        }
    }

    /** A verb that ends the keeping back of messages. */
    abstract static class Ending extends QueueVerbs.QueueVerb {
        @Parameters(arity = "1..*", paramLabel = "ID", description = "As the list names them.")
        List<QueueId> ids = List.of();

        Ending(Desk desk, String[] words) {
            super(desk, words);
        }

        final int each(Printer out, String done, Predicate<QueueId> work) {
            List<String> ended = new ArrayList<>();
            int exit = Exit.DONE;
            for (QueueId id : ids) {
                if (work.test(id)) {
                    ended.add(id.toString());
                    out.say(done + " " + id);
                } else {
                    out.complain("maillon: " + id + " is not in quarantine; 'maillon trace " + id
                            + "' tells what became of it");
                    exit = Exit.REFUSED;
                }
            }
            out.json(Map.of(done, ended));
            return exit;
        }
    }

    @Command(
            name = "release",
            description = "Let messages go on to their recipients.",
            footer = {"", "Example:  maillon quarantine release 06A1F7Q2M4GH5K9P"})
    static final class Release extends Ending {
        Release(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            Quarantine quarantine = queue.quarantine();
            return each(out, "released", quarantine::release);
        }
    }

    @Command(
            name = "drop",
            description = "Throw messages away. Nobody is told.",
            footer = {"", "Example:  maillon quarantine drop 06A1F7Q2M4GH5K9P --why 'a virus'"})
    static final class Drop extends Ending {
        @Option(names = "--why", paramLabel = "TEXT", description = "For the message's story.")
        String why = "by an operator";

        Drop(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            return each(out, "dropped", id -> queue.quarantine().drop(id, why));
        }
    }
}

package org.maillon.app.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.queue.Changed;
import org.maillon.queue.DestinationSummary;
import org.maillon.queue.Filter;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.Queued;
import org.maillon.queue.SiteSummary;
import org.maillon.queue.TraceTeller;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon queue …}. */
@Command(name = "queue", description = "Messages on their way.")
final class QueueVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new QueueVerbs())
                .addSubcommand(new Summary(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Show(desk, words))
                .addSubcommand(new Retry(desk, words))
                .addSubcommand(new Hold(desk, words))
                .addSubcommand(new Release(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    /** Works on the server's memory of what waits, or where none runs on one read from the data folder for the while. */
    abstract static class QueueVerb extends OfficeVerb {
        QueueVerb(Desk desk, String[] words) {
            super(desk, words);
        }

        abstract int run(Queue queue, Printer out);

        @Override
        final int run(Maillon office, Printer out) {
            try (Progress progress = Progress.of(desk.terminal, "reading the queue")) {
                return run(office.waiting((shards, messages) -> progress.at(shards, 64, messages + " messages")), out);
            }
        }
    }

    @Command(
            name = "summary",
            description = "Say how much waits for each destination, and why.",
            footer = {"", "Example:  maillon queue summary"})
    static final class Summary extends QueueVerb {
        Summary(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            List<DestinationSummary> lanes = queue.summary();
            int messages = queue.messages();
            out.say(messages == 0 ? "the queue is empty" : messages == 1 ? "one message" : messages + " messages");
            out.table(
                    List.of(
                            "DESTINATION",
                            "MAIL SERVERS",
                            "AT A TIME",
                            "RATE",
                            "SERVER",
                            "RECIPIENTS",
                            "RUNNING",
                            "HELD",
                            "OLDEST",
                            "NEXT TRY",
                            "LAST TROUBLE"),
                    lanes.stream().map(Summary::row).toList());
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("messages", messages);
            tree.put("destinations", lanes.stream().map(Summary::tree).toList());
            out.json(tree);
            return Exit.DONE;
        }

        private static List<String> row(DestinationSummary lane) {
            String next = lane.rests()
                    .map(rest -> "rests " + Times.people(rest))
                    .or(() -> lane.nextDue().map(Times::until))
                    .orElse("now");
            return List.of(
                    lane.destination().key() + (lane.destinations() > 1 ? " +" + (lane.destinations() - 1) : ""),
                    lane.site().map(SiteSummary::hosts).map(Summary::some).orElse("-"),
                    lane.site()
                            .map(site -> site.concurrency() + " of " + site.most())
                            .orElse("-"),
                    lane.site().map(SiteSummary::rate).orElse("-"),
                    lane.server().name(),
                    Long.toString(lane.recipients()),
                    Long.toString(lane.running()),
                    Long.toString(lane.held()),
                    Times.since(lane.oldest()),
                    next,
                    lane.lastReason().orElse("-"));
        }

        private static String some(List<String> hosts) {
            return hosts.isEmpty() ? "-" : hosts.getFirst() + (hosts.size() > 1 ? " +" + (hosts.size() - 1) : "");
        }

        private static Map<String, Object> tree(DestinationSummary lane) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("destination", lane.destination().key());
            tree.put("destinations", lane.destinations());
            lane.site().ifPresent(site -> tree.put("site", Trees.of(site)));
            tree.put("server", lane.server().name());
            tree.put("recipients", lane.recipients());
            tree.put("running", lane.running());
            tree.put("held", lane.held());
            tree.put("oldest", lane.oldest().toString());
            lane.nextDue().ifPresent(next -> tree.put("nextDue", next.toString()));
            lane.rests().ifPresent(rest -> tree.put("restsMillis", rest.toMillis()));
            lane.lastReason().ifPresent(reason -> tree.put("lastTrouble", reason));
            return tree;
        }
    }

    @Command(
            name = "list",
            description = "List messages, the oldest first.",
            footer = {"", "Example:  maillon queue list --to ada@example.org --limit 10"})
    static final class Ls extends QueueVerb {
        @Mixin
        Selection selection = new Selection();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many (100).")
        int limit = 100;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            List<Queued> found = queue.list(selection.filter(), Math.clamp(limit, 1, 100_000));
            if (found.isEmpty()) {
                out.say("no such message is in the queue");
            }
            out.table(
                    List.of("ID", "ARRIVED", "SIZE", "STATE", "FROM", "TO", "NEXT TRY"),
                    found.stream().map(Ls::row).toList());
            if (found.size() == limit) {
                out.say("(there may be more; --limit shows them)");
            }
            out.json(found.stream().map(QueueVerbs::tree).toList());
            return Exit.DONE;
        }

        private static List<String> row(Queued queued) {
            List<Queued.Open> open = queued.open();
            Optional<Instant> next = open.stream().map(Queued.Open::due).min(Instant::compareTo);
            String more = open.size() > 1 ? " +" + (open.size() - 1) : "";
            return List.of(
                    queued.id().toString(),
                    Times.since(queued.envelope().arrived()),
                    Sizes.people(queued.size()),
                    queued.held()
                            ? "held"
                            : open.isEmpty() ? "-" : word(open.getFirst().state()),
                    "<" + queued.envelope().sender() + ">",
                    open.isEmpty() ? "-" : "<" + open.getFirst().recipient().address() + ">" + more,
                    queued.held() ? "-" : next.map(Times::until).orElse("-"));
        }
    }

    private static String word(Filter.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> tree(Queued queued) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", queued.id().toString());
        tree.put("from", queued.envelope().sender().toString());
        tree.put("arrived", queued.envelope().arrived().toString());
        tree.put("origin", queued.envelope().origin());
        tree.put("size", queued.size());
        tree.put("tenant", queued.envelope().tenant().name());
        tree.put("server", queued.envelope().server().name());
        tree.put("held", queued.held());
        List<Map<String, Object>> recipients = new ArrayList<>();
        for (Queued.Open open : queued.open()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("to", open.recipient().address().toString());
            one.put("destination", open.recipient().destination().key());
            one.put("state", word(open.state()));
            one.put("attempts", open.attempts());
            one.put("due", open.due().toString());
            open.last().ifPresent(last -> one.put("lastTrouble", last));
            recipients.add(one);
        }
        tree.put("recipients", recipients);
        return tree;
    }

    @Command(
            name = "show",
            description = "Show one message: whom it waits for, why, and what happened so far.",
            footer = {"", "Example:  maillon queue show 06A1F7Q2M4GH5K9P"})
    static final class Show extends QueueVerb {
        @Parameters(paramLabel = "ID", description = "The id that the 250 named.")
        QueueId id;

        Show(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Queue queue, Printer out) {
            Optional<Queued> found = queue.show(id);
            if (found.isEmpty()) {
                out.complain(
                        "maillon: " + id + " is not in the queue; 'maillon trace " + id + "' tells what became of it");
                return Exit.REFUSED;
            }
            Queued queued = found.get();
            out.say(queued.id() + "  from <" + queued.envelope().sender() + ">, " + Sizes.people(queued.size())
                    + (queued.held() ? ", held" : ""));
            for (Queued.Open open : queued.open()) {
                out.say("  to <" + open.recipient().address() + "> by "
                        + open.recipient().destination() + ": "
                        + word(open.state()) + ", tries so far " + open.attempts() + ", next "
                        + Times.until(open.due())
                        + open.last().map(last -> "; " + last).orElse(""));
            }
            TraceTeller.tell(queue.traces().story(id), ZoneId.systemDefault()).forEach(out::say);
            out.json(tree(queued));
            return Exit.DONE;
        }
    }

    /** A verb that changes messages: those named, or those that fit. */
    abstract static class Changing extends QueueVerb {
        @Parameters(arity = "0..*", paramLabel = "ID", description = "Messages by their ids.")
        List<QueueId> ids = List.of();

        @Mixin
        Selection selection = new Selection();

        @Option(names = "--all", description = "All messages.")
        boolean all;

        Changing(Desk desk, String[] words) {
            super(desk, words);
        }

        abstract Changed change(Queue queue, Filter filter);

        abstract String done();

        @Override
        final int run(Queue queue, Printer out) {
            if (ids.isEmpty() && !all && selection.isEmpty()) {
                out.complain(
                        "maillon: name messages by ID, choose them by --from, --to or --destination, or say --all");
                return Exit.USAGE;
            }
            List<Filter> filters = ids.isEmpty()
                    ? List.of(selection.filter())
                    : ids.stream().map(Filter::of).toList();
            int messages = 0;
            int running = 0;
            for (Filter filter : filters) {
                Changed changed = change(queue, filter);
                messages += changed.messages();
                running += changed.running();
            }
            out.say(done() + " " + messages + (messages == 1 ? " message" : " messages")
                    + (running == 0 ? "" : "; " + running + " recipients are being tried just now"));
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("messages", messages);
            tree.put("running", running);
            out.json(tree);
            return messages == 0 ? Exit.REFUSED : Exit.DONE;
        }
    }

    @Command(
            name = "retry",
            description = "Try messages now, whatever their schedule says.",
            footer = {"", "Example:  maillon queue retry --destination mx:example.org"})
    static final class Retry extends Changing {
        Retry(Desk desk, String[] words) {
            super(desk, words);
        }

        /** A try that is moved up is known to the server's memory alone. */
        @Override
        boolean needsServer() {
            return true;
        }

        @Override
        Changed change(Queue queue, Filter filter) {
            return queue.retry(filter);
        }

        @Override
        String done() {
            return "trying";
        }
    }

    @Command(
            name = "hold",
            description = "Keep messages back until they are released.",
            footer = {"", "Example:  maillon queue hold --from bob@example.org --why 'sent by mistake?'"})
    static final class Hold extends Changing {
        @Option(names = "--why", paramLabel = "TEXT", description = "For the message's story.")
        String why = "by an operator";

        Hold(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        Changed change(Queue queue, Filter filter) {
            return queue.hold(filter, why);
        }

        @Override
        String done() {
            return "held";
        }
    }

    @Command(
            name = "release",
            description = "Let held messages go on.",
            footer = {"", "Example:  maillon queue release --all"})
    static final class Release extends Changing {
        Release(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        Changed change(Queue queue, Filter filter) {
            return queue.release(filter);
        }

        @Override
        String done() {
            return "released";
        }
    }

    @Command(
            name = "remove",
            description = "Throw messages away. Nobody is told.",
            footer = {"", "Example:  maillon queue remove 06A1F7Q2M4GH5K9P --why spam"})
    static final class Remove extends Changing {
        @Option(names = "--why", paramLabel = "TEXT", description = "For the message's story.")
        String why = "by an operator";

        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        Changed change(Queue queue, Filter filter) {
            return queue.remove(filter, why);
        }

        @Override
        String done() {
            return "removed";
        }
    }
}

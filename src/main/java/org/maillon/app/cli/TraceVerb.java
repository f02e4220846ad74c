package org.maillon.app.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.queue.QueueId;
import org.maillon.queue.Refusal;
import org.maillon.queue.TraceLine;
import org.maillon.queue.TraceTeller;
import org.maillon.queue.Traces;
import org.maillon.wire.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon trace ID|ADDRESS}. */
@Command(
        name = "trace",
        description = "Tell what became of a message, or of the latest messages and refusals of an address.",
        footer = {"", "Example:  maillon trace 06A1F7Q2M4GH5K9P", "          maillon trace ada@example.org --limit 5"})
final class TraceVerb extends OfficeVerb {
    @Parameters(paramLabel = "ID|ADDRESS", description = "The id that the 250 named, or a sender or recipient.")
    String what = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many messages of an address (10).")
    int limit = 10;

    TraceVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        Traces traces = office.queue().traces();
        return what.indexOf('@') >= 0
                ? ofAddress(traces, Converters.address(what), out)
                : ofMessage(traces, Converters.queueId(what), out);
    }

    private static int ofMessage(Traces traces, QueueId id, Printer out) {
        List<TraceLine> story = traces.story(id);
        if (story.isEmpty()) {
            out.complain("maillon: no message " + id + " is known: the id was never given here, or its story is past"
                    + " the time it is kept");
            return Exit.REFUSED;
        }
        TraceTeller.tell(story, ZoneId.systemDefault()).forEach(out::say);
        out.json(tree(id, story));
        return Exit.DONE;
    }

    private int ofAddress(Traces traces, Address address, Printer out) {
        int most = Math.clamp(limit, 1, 10_000);
        List<QueueId> ids = traces.find(address, most);
        List<Refusal> refusals = traces.refusals(address, most);
        if (ids.isEmpty() && refusals.isEmpty()) {
            out.complain("maillon: no message from or to " + address + " is known, and no refusal");
            return Exit.REFUSED;
        }
        List<Map<String, Object>> messages = new ArrayList<>();
        for (QueueId id : ids.reversed()) {
            List<TraceLine> story = traces.story(id);
            out.say("message " + id);
            TraceTeller.tell(story, ZoneId.systemDefault()).forEach(line -> out.say("  " + line));
            messages.add(tree(id, story));
        }
        if (!refusals.isEmpty()) {
            out.say("refused, before there was a message:");
            refusals.reversed()
                    .forEach(refusal -> out.say(
                            "  " + refusal.at().atZone(ZoneId.systemDefault()).toLocalDate() + " "
                                    + TraceTeller.tell(refusal, ZoneId.systemDefault())));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("messages", messages);
        tree.put("refusals", refusals.stream().map(TraceVerb::tree).toList());
        out.json(tree);
        return Exit.DONE;
    }

    private static Map<String, Object> tree(QueueId id, List<TraceLine> story) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (TraceLine line : story) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", line.at().toString());
            one.put("kind", line.kind().name().toLowerCase(Locale.ROOT));
            one.put("recipients", line.recipients());
            one.put("text", line.text());
            lines.add(one);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id.toString());
        tree.put("lines", lines);
        return tree;
    }

    private static Map<String, Object> tree(Refusal refusal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", refusal.at().toString());
        tree.put("client", refusal.client());
        refusal.sender().ifPresent(sender -> tree.put("from", sender));
        refusal.recipient().ifPresent(recipient -> tree.put("to", recipient));
        tree.put("reply", refusal.reply().toString());
        tree.put("notKept", refusal.notKept());
        return tree;
    }
}

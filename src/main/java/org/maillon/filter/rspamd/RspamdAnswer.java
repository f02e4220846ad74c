package org.maillon.filter.rspamd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.kernel.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What rspamd says of a message: the answer to {@code /checkv2}.
 *
 * @param action in its own words, such as {@code add header}
 * @param required the score at which it would be rejected
 * @param symbols those that counted most, the heaviest first
 * @param milterReject {@code discard} or {@code quarantine}, where a reject is meant so
 * @param message for the client, where it has one
 */
record RspamdAnswer(
        String action,
        double score,
        double required,
        List<String> symbols,
        Optional<String> milterReject,
        Optional<String> message,
        List<Edit> edits) {
    private static final int MOST_SYMBOLS = 5;
    private static final int MOST_EDITS = 200;
    private static final int DEEPEST = 32;
    private static final int LONGEST_VALUE = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    RspamdAnswer {
        symbols = List.copyOf(symbols);
        edits = List.copyOf(edits);
    }

    /** Empty where it is no answer of rspamd's. */
    static Optional<RspamdAnswer> parse(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JacksonException _) {
            return Optional.empty();
        }
        JsonNode action = tree.path("action");
        JsonNode score = tree.path("score");
        if (!action.isString() || !score.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new RspamdAnswer(
                FieldText.printable(action.asString()),
                score.asDouble(),
                tree.path("required_score").asDouble(0),
                symbols(tree.path("symbols")),
                text(tree.path("milter").path("reject")),
                text(tree.path("messages").path("smtp_message")),
                edits(tree)));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() && !node.asString().isBlank()
                ? Optional.of(FieldText.printable(node.asString()))
                : Optional.empty();
    }

    private static List<String> symbols(JsonNode symbols) {
        return symbols.properties().stream()
                .sorted(Comparator.comparingDouble(
                        one -> -Math.abs(one.getValue().path("score").asDouble(0))))
                .limit(MOST_SYMBOLS)
                .map(one -> FieldText.printable(one.getKey()))
                .toList();
    }

    private static List<Edit> edits(JsonNode tree) {
        List<Edit> edits = new ArrayList<>();
        JsonNode milter = tree.path("milter");
        for (Map.Entry<String, JsonNode> removed : milter.path("remove_headers").properties()) {
            if (FieldText.isName(removed.getKey())) {
                edits.add(new Edit.RemoveField(
                        removed.getKey(), Math.max(0, removed.getValue().asInt(0))));
            }
        }
        for (Map.Entry<String, JsonNode> added : milter.path("add_headers").properties()) {
            if (FieldText.isName(added.getKey())) {
                add(edits, added.getKey(), added.getValue());
            }
        }
        add(edits, "DKIM-Signature", tree.path("dkim-signature"));
        JsonNode subject = tree.path("subject");
        if (subject.isString()) {
            edits.add(new Edit.ChangeField("Subject", 1, value(subject.asString())));
        }
        return edits.subList(0, Math.min(edits.size(), MOST_EDITS));
    }

    /** A text, an object with a text and its place, or a list of either. */
    private static void add(List<Edit> edits, String name, JsonNode said) {
        if (said.isString()) {
            edits.add(new Edit.AddField(name, value(said.asString()), 0));
        } else if (said.isObject() && said.path("value").isString()) {
            int order = said.path("order").asInt(0);
            int at = order < 0 ? Edit.LAST : order;
            edits.add(new Edit.AddField(name, value(said.path("value").asString()), at));
        } else if (said.isArray()) {
            said.forEach(one -> {
                if (!one.isArray() && edits.size() < MOST_EDITS) {
                    add(edits, name, one);
                }
            });
        }
    }

    private static Bytes value(String text) {
        String cut = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE);
        return FieldText.folded(Bytes.utf8(cut));
    }
}

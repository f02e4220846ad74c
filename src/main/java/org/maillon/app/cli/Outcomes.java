package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.maillon.hosting.Outcome;

/** Prints what became of a change of the directory. */
final class Outcomes {
    private Outcomes() {}

    static <T> int print(Printer out, Outcome<T> outcome, Consumer<T> done) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> {
                done.accept(value);
                yield Exit.DONE;
            }
            case Outcome.Refused<T>(Outcome.Cause cause, String sentence) -> {
                out.complain("maillon: " + sentence);
                out.json(refused(cause, sentence));
                yield Exit.REFUSED;
            }
        };
    }

    private static Map<String, Object> refused(Outcome.Cause cause, String sentence) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("refused", cause.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        tree.put("message", sentence);
        return tree;
    }
}

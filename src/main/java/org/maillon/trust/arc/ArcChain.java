package org.maillon.trust.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.trust.dkim.HeaderField;
import org.maillon.trust.dkim.HeaderFields;
import org.maillon.trust.dkim.TagList;

/** The sets of a header, in their order. RFC 8617 §4.2.1, §5.2 steps 1 and 3. */
sealed interface ArcChain {
    record None() implements ArcChain {}

    /** Fields that make no chain; with it the chain has failed. */
    record Broken(String why) implements ArcChain {}

    /** Instances 1 to n, each with its three fields and the right {@code cv=}. */
    record Sets(List<ArcSet> sets) implements ArcChain {
        ArcSet last() {
            return sets.getLast();
        }
    }

    String RESULTS = "arc-authentication-results";
    String SIGNATURE = "arc-message-signature";
    String SEAL = "arc-seal";

    static ArcChain of(HeaderFields header, int mostSets) {
        int results = header.count(RESULTS);
        int signatures = header.count(SIGNATURE);
        int seals = header.count(SEAL);
        if (results + signatures + seals == 0) {
            return new None();
        } else if (results != seals || signatures != seals) {
            return new Broken("the chain has " + seals + " seals, " + signatures + " signatures and " + results
                    + " results, which should be as many");
        } else if (seals > mostSets) {
            return new Broken("the chain has " + seals + " seals; " + mostSets + " are looked at");
        }
        return collect(header, seals);
    }

    private static ArcChain collect(HeaderFields header, int count) {
        Map<Integer, HeaderField> results = new HashMap<>();
        Map<Integer, HeaderField> signatures = new HashMap<>();
        Map<Integer, HeaderField> seals = new HashMap<>();
        header.named(RESULTS).forEach(field -> results.put(resultsInstance(field), field));
        header.named(SIGNATURE).forEach(field -> signatures.put(instance(field), field));
        header.named(SEAL).forEach(field -> seals.put(instance(field), field));
        List<ArcSet> sets = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            if (!results.containsKey(i) || !signatures.containsKey(i) || !seals.containsKey(i)) {
                return new Broken("instance " + i + " of the chain is not complete");
            }
            sets.add(new ArcSet(i, results.get(i), signatures.get(i), seals.get(i)));
        }
        return sets.stream()
                .map(ArcChain::objection)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Sets(List.copyOf(sets)));
    }

    /** RFC 8617 §5.2 step 3: none begins a chain, pass goes on with it. */
    private static Optional<ArcChain> objection(ArcSet set) {
        String wanted = set.instance() == 1 ? "none" : "pass";
        String said = TagList.parse(set.seal().value())
                .flatMap(tags -> tags.get("cv"))
                .orElse("");
        if (said.equals(wanted)) {
            return Optional.empty();
        }
        return Optional.of(new Broken(
                said.equals("fail")
                        ? "seal " + set.instance() + " says that the chain was broken when it came there"
                        : "seal " + set.instance() + " does not say cv=" + wanted));
    }

    /** Zero where it has none. */
    private static int instance(HeaderField field) {
        return TagList.parse(field.value())
                .flatMap(tags -> tags.get("i"))
                .map(ArcChain::number)
                .orElse(0);
    }

    /** arc-authres-tag: the instance stands first, and a semicolon behind it. RFC 8617 §4.1.1. */
    private static int resultsInstance(HeaderField field) {
        byte[] value = field.value();
        int end = 0;
        while (end < value.length && value[end] != ';') {
            end++;
        }
        return end == value.length ? 0 : instance(value, end);
    }

    private static int instance(byte[] value, int end) {
        return TagList.parse(value, 0, end)
                .flatMap(tags -> tags.get("i"))
                .map(ArcChain::number)
                .orElse(0);
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : 0;
    }
}

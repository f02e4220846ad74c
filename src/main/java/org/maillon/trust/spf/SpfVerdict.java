package org.maillon.trust.spf;

import java.util.List;
import java.util.Optional;

/**
 * What came of a question, and why. Texts that others wrote are printable ASCII here, and short.
 *
 * @param mechanism that decided, as it is written ({@code -all}); empty where none did
 * @param reason in words, for traces and logs
 * @param explanation the domain's own words, only with a {@code FAIL}
 * @param sendsNothing the domain's record begins with {@code -all}: no client at all may speak for it
 * @param lookups terms that asked DNS, of the ten that RFC 7208 §4.6.4 allows
 * @param steps what was read and tried, in words; only where they were asked for
 */
public record SpfVerdict(
        Subject subject,
        SpfResult result,
        String mechanism,
        String reason,
        Optional<String> explanation,
        boolean sendsNothing,
        int lookups,
        List<String> steps) {
    /** Whose record was asked for: the sender's domain, or the name of HELO where the reverse-path is empty. */
    public record Subject(SpfIdentity identity, String domain) {}

    private static final int LONGEST_REASON = 1000;

    public SpfVerdict {
        reason = inBounds(reason);
        steps = steps.stream().map(SpfVerdict::inBounds).toList();
    }

    /**
     * Each include stands before the reason of what it includes: in the middle is what tells least. Names that were made of
     * macros may hold anything.
     */
    private static String inBounds(String said) {
        StringBuilder words = new StringBuilder(said.length());
        said.chars().forEach(c -> words.append(c >= ' ' && c < 127 ? (char) c : '?'));
        String reason = words.toString();
        String gap = " ... ";
        int half = (LONGEST_REASON - gap.length()) / 2;
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, half) + gap + reason.substring(reason.length() - half);
    }

    public SpfIdentity identity() {
        return subject.identity();
    }

    public String domain() {
        return subject.domain();
    }

    SpfVerdict withoutSteps() {
        return new SpfVerdict(subject, result, mechanism, reason, explanation, sendsNothing, lookups, List.of());
    }

    public boolean passes() {
        return result == SpfResult.PASS;
    }
}

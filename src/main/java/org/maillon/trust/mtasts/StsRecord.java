package org.maillon.trust.mtasts;

import java.util.List;
import java.util.Optional;

/**
 * The TXT record at {@code _mta-sts.<domain>} (RFC 8461 §3.1).
 *
 * @param id changes with the policy
 */
public record StsRecord(String id) {
    private static final String VERSION = "v=STSv1";
    private static final int LONGEST_ID = 32;

    /** The one among these texts; empty where there is none, or more than one, which is the same (RFC 8461 §3.1). */
    public static Optional<StsRecord> among(List<String> texts) {
        List<String> ours = texts.stream().filter(StsRecord::isOurs).toList();
        return ours.size() == 1 ? parse(ours.getFirst()) : Optional.empty();
    }

    private static boolean isOurs(String text) {
        return text.startsWith(VERSION)
                && (text.length() == VERSION.length() || isDelimiter(text.charAt(VERSION.length())));
    }

    private static boolean isDelimiter(char c) {
        return c == ';' || isSpace(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@code sts-text-record}: fields between semicolons, of which we know one. */
    static Optional<StsRecord> parse(String text) {
        Optional<String> id = Optional.empty();
        int at = 0;
        int fields = 0;
        while (at < text.length()) {
            int end = text.indexOf(';', at);
            String field = stripped(text, at, end < 0 ? text.length() : end);
            boolean isLast = end < 0 || end == text.length() - 1;
            if (fields == 0 && !field.equals(VERSION) || field.isEmpty() && !isLast) {
                return Optional.empty();
            }
            if (field.startsWith("id=") && id.isEmpty()) {
                id = Optional.of(field.substring(3));
            }
            fields++;
            at = end < 0 ? text.length() : end + 1;
        }
        return id.filter(StsRecord::isId).map(StsRecord::new);
    }

    /** That stretch without the blanks around it. */
    static String stripped(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code 1*32(ALPHA / DIGIT)}. */
    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
}

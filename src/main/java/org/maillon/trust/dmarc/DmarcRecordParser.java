package org.maillon.trust.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a tag list. What cannot be read is as if it were not there, but for the version (RFC 9989 §4.7: unknown tags and
 * faults behind the version are ignored). Of a tag written twice the first counts.
 */
final class DmarcRecordParser {
    private static final int MOST_URIS = 10;
    private static final int MOST_TAGS = 100;

    private final String text;
    private final Map<String, String> tags = new HashMap<>();

    DmarcRecordParser(String text) {
        this.text = text;
    }

    Optional<DmarcRecord> read() {
        if (!isDmarc()) {
            return Optional.empty();
        }
        List<ReportUri> aggregate = uris("rua");
        Optional<Policy> policy = tag("p").flatMap(Policy::of);
        boolean sound = policy.isPresent() && isPolicyOrAbsent("sp") && isPolicyOrAbsent("np");
        if (!sound && aggregate.isEmpty()) {
            return Optional.empty();
        }
        Policy meant = sound ? policy.get() : Policy.NONE; // RFC 9989 §4.10.1: as if p=none, for the reports' sake
        return Optional.of(new DmarcRecord(
                meant,
                sound ? tag("sp").flatMap(Policy::of) : Optional.empty(),
                sound ? tag("np").flatMap(Policy::of) : Optional.empty(),
                alignment("adkim"),
                alignment("aspf"),
                suffix(),
                tag("t").filter("y"::equalsIgnoreCase).isPresent(),
                percent(),
                aggregate,
                uris("ruf")));
    }

    /** {@code v=DMARC1} comes first, in capitals; else it is somebody else's TXT record (RFC 9989 §4.8). */
    private boolean isDmarc() {
        boolean first = true;
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(';', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            String name =
                    equals < 0 || equals > end ? "" : stripped(start, equals).toLowerCase(Locale.ROOT);
            String value = equals < 0 || equals > end ? "" : stripped(equals + 1, end);
            if (first && !(name.equals("v") && value.equals("DMARC1"))) {
                return false;
            }
            if (!name.isEmpty() && tags.size() < MOST_TAGS) {
                tags.putIfAbsent(name, value);
            }
            first = false;
            start = end + 1;
        }
        return !first;
    }

    private String stripped(int from, int to) {
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

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private Optional<String> tag(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    private boolean isPolicyOrAbsent(String name) {
        return tag(name).map(value -> Policy.of(value).isPresent()).orElse(true);
    }

    private Alignment alignment(String name) {
        return tag(name).filter("s"::equalsIgnoreCase).isPresent() ? Alignment.STRICT : Alignment.RELAXED;
    }

    private DmarcRecord.Suffix suffix() {
        return switch (tag("psd").orElse("u").toLowerCase(Locale.ROOT)) {
            case "y" -> DmarcRecord.Suffix.YES;
            case "n" -> DmarcRecord.Suffix.NO;
            default -> DmarcRecord.Suffix.UNKNOWN;
        };
    }

    private OptionalInt percent() {
        String value = tag("pct").orElse("");
        if (value.isEmpty() || value.length() > 3 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int percent = Integer.parseInt(value);
        return percent <= 100 ? OptionalInt.of(percent) : OptionalInt.empty();
    }

    private List<ReportUri> uris(String name) {
        List<ReportUri> found = new ArrayList<>();
        String list = tag(name).orElse("");
        int start = 0;
        while (start <= list.length() && found.size() < MOST_URIS) {
            int end = list.indexOf(',', start);
            end = end < 0 ? list.length() : end;
            int from = start;
            while (from < end && isSpace(list.charAt(from))) {
                from++;
            }
            int to = end;
            while (to > from && isSpace(list.charAt(to - 1))) {
                to--;
            }
            ReportUri.parse(list.substring(from, to)).ifPresent(found::add);
            start = end + 1;
        }
        return found;
    }
}

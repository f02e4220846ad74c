package org.maillon.trust.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** By asking DNS itself, from the name up. RFC 9989 §4.10. */
record TreeWalk(Zone zone) implements Discovery {
    /** RFC 9989 §4.10: a name of more labels goes on at seven, so that nobody makes us ask more than eight questions. */
    static final int MOST_QUESTIONS = 8;

    private record Stop(String domain, DmarcRecord record) {}

    /** What a walk found, from the name up. */
    private sealed interface Walk {
        record Seen(List<Stop> stops) implements Walk {}

        record Lost(String why) implements Walk {}
    }

    @Override
    public Found find(String author) {
        return switch (walk(author)) {
            case Walk.Lost(String why) -> new Found.Unknown(why);
            case Walk.Seen(List<Stop> stops) -> stops.isEmpty() ? new Found.Silent() : speaking(author, stops);
        };
    }

    /** RFC 9989 §4.10.1: the author's own record, the organization's, the public suffix's. */
    private Found speaking(String author, List<Stop> stops) {
        String organization = organization(author, stops);
        Stop first = stops.getFirst();
        if (first.domain().equals(author)) {
            return new Found.Speaking(
                    author, organization, first.record(), first.record().policy());
        }
        Stop above = stops.stream()
                .filter(stop -> stop.domain().equals(organization))
                .findFirst()
                .orElse(stops.getLast());
        DmarcRecord theirs = above.record();
        Policy asked = theirs.policyBelow(theirs.nonexistent().isEmpty() || zone.exists(author));
        return new Found.Speaking(above.domain(), organization, theirs, asked);
    }

    @Override
    public Optional<String> organization(String domain) {
        return switch (walk(domain)) {
            case Walk.Lost _ -> Optional.empty();
            case Walk.Seen(List<Stop> stops) -> Optional.of(organization(domain, stops));
        };
    }

    /** RFC 9989 §4.10.2. The walk ended at the first record that says what its domain is. */
    private static String organization(String domain, List<Stop> stops) {
        if (stops.isEmpty()) {
            return domain;
        }
        Stop last = stops.getLast();
        boolean belowASuffix = last.record().suffix() == DmarcRecord.Suffix.YES
                && !last.domain().equals(domain);
        return belowASuffix ? oneBelow(domain, last.domain()) : last.domain();
    }

    private static String oneBelow(String domain, String suffix) {
        int dot = domain.lastIndexOf('.', domain.length() - suffix.length() - 2);
        return domain.substring(dot + 1);
    }

    private Walk walk(String domain) {
        List<Stop> stops = new ArrayList<>();
        for (String name : names(domain)) {
            switch (zone.at(name)) {
                case Zone.Published.There(DmarcRecord record) -> {
                    stops.add(new Stop(name, record));
                    if (record.suffix() != DmarcRecord.Suffix.UNKNOWN) {
                        return new Walk.Seen(stops);
                    }
                }
                case Zone.Published.Nothing _ -> {}
                case Zone.Published.Unknown(String why) -> {
                    return new Walk.Lost(why);
                }
            }
        }
        return new Walk.Seen(stops);
    }

    /** The name itself, then its parents; of a long name only those of seven labels and fewer. */
    static List<String> names(String domain) {
        List<String> names = new ArrayList<>();
        names.add(domain);
        int labels = 1 + (int) domain.chars().filter(c -> c == '.').count();
        int start = 0;
        for (int left = labels - 1; left > 0; left--) {
            start = domain.indexOf('.', start) + 1;
            if (left < MOST_QUESTIONS) {
                names.add(domain.substring(start));
            }
        }
        return names;
    }
}

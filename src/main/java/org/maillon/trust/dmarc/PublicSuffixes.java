package org.maillon.trust.dmarc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/**
 * The public suffix list: under which names strangers register theirs. RFC 7489 §3.2, publicsuffix.org's algorithm. The
 * list's private section counts too: who rents names below {@code github.io} to anyone is a suffix as any registry.
 */
public final class PublicSuffixes {
    /** A list with fewer rules than this is no list: half of one, or an error page (the list has ten thousand). */
    public static final int FEWEST_RULES = 5000;

    private static final int MOST_RULES = 200_000;
    private static final String BUNDLED = "/maillon/public-suffix-list.txt";

    private enum Rule {
        NORMAL,
        WILDCARD,
        BOTH,
        EXCEPTION
    }

    private static final String VERSION = "// VERSION: ";

    private final Map<String, Rule> rules;
    private final Optional<LocalDate> day;

    private PublicSuffixes(Map<String, Rule> rules, Optional<LocalDate> day) {
        this.rules = rules;
        this.day = day;
    }

    /** Of which day the list is; empty where it does not say. */
    public Optional<LocalDate> day() {
        return day;
    }

    /** A list that was refused, or taken. */
    public sealed interface Read {
        record Good(PublicSuffixes suffixes) implements Read {}

        record Refused(String why) implements Read {}
    }

    private static final class Bundled {
        static final PublicSuffixes LIST = load();

        private static PublicSuffixes load() {
            try (InputStream in = PublicSuffixes.class.getResourceAsStream(BUNDLED)) {
                if (in == null) {
                    throw new IllegalStateException(BUNDLED + " is missing");
                }
                return switch (read(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                    case Read.Good(PublicSuffixes list) -> list;
                    case Read.Refused(String why) -> throw new IllegalStateException(BUNDLED + ": " + why);
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The one that came with this program. */
    public static PublicSuffixes bundled() {
        return Bundled.LIST;
    }

    /** Reads publicsuffix.org's format; one that cannot be the whole list is refused, for a bad list makes strangers one organization. */
    public static Read read(String text) {
        Map<String, Rule> rules = new HashMap<>(20_000);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            String rule = firstWord(text, start, end);
            if (!rule.isEmpty() && !rule.startsWith("//") && !add(rules, rule)) {
                return new Read.Refused("'" + shown(rule) + "' is no rule");
            }
            if (rules.size() > MOST_RULES) {
                return new Read.Refused("more than " + MOST_RULES + " rules");
            }
            start = end + 1;
        }
        if (rules.size() < FEWEST_RULES || !rules.containsKey("com") || !rules.containsKey("co.uk")) {
            return new Read.Refused("it has " + rules.size() + " rules, and is not whole");
        }
        return new Read.Good(new PublicSuffixes(Map.copyOf(rules), day(text)));
    }

    /** {@code // VERSION: 2026-11-19_16-18-19_UTC}, at the head of publicsuffix.org's file. */
    private static Optional<LocalDate> day(String text) {
        int at = text.indexOf(VERSION) + VERSION.length();
        int length = "2026-11-19".length();
        if (at < VERSION.length() || at + length > text.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.substring(at, at + length)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static String shown(String rule) {
        return rule.length() > 60 ? rule.substring(0, 60) + "…" : rule;
    }

    /** A rule ends at white space. */
    private static String firstWord(String text, int from, int to) {
        int end = from;
        while (end < to && text.charAt(end) > ' ') {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean add(Map<String, Rule> rules, String rule) {
        Rule kind = rule.startsWith("!") ? Rule.EXCEPTION : rule.startsWith("*.") ? Rule.WILDCARD : Rule.NORMAL;
        String name = switch (kind) {
            case EXCEPTION -> rule.substring(1);
            case WILDCARD -> rule.substring(2);
            case NORMAL, BOTH -> rule;
        };
        Optional<String> ascii = ascii(name);
        ascii.ifPresent(key -> rules.merge(key, kind, (was, now) -> was == now ? was : Rule.BOTH));
        return ascii.isPresent();
    }

    private static Optional<String> ascii(String name) {
        return Domain.parse(name)
                .asOptional()
                .flatMap(domain -> domain instanceof Domain.Name(String key) ? Optional.of(key) : Optional.empty());
    }

    /**
     * The domain that somebody registered: the public suffix and one label more. Empty for a public suffix itself.
     *
     * @param domain lower-case A-labels, no dot at its end
     */
    public Optional<String> registered(String domain) {
        int before = -1; // where the label before the one looked at begins
        int start = 0; // the longest name first, for the longest rule holds
        while (true) {
            Rule rule = rules.get(domain.substring(start));
            if (rule == Rule.EXCEPTION) {
                return Optional.of(domain.substring(start));
            } else if (before >= 0 && (rule == Rule.WILDCARD || rule == Rule.BOTH)) {
                return oneMore(domain, before);
            }
            int dot = domain.indexOf('.', start);
            if (rule == Rule.NORMAL || rule == Rule.BOTH || dot < 0) { // no rule at all: the top label is a suffix
                return oneMore(domain, start);
            }
            before = start;
            start = dot + 1;
        }
    }

    private static Optional<String> oneMore(String domain, int suffix) {
        return suffix == 0 ? Optional.empty() : Optional.of(domain.substring(domain.lastIndexOf('.', suffix - 2) + 1));
    }
}

package org.maillon.mailbox;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Flags and keywords of a message (RFC 9051 §2.3.2), compared without case.
 *
 * @param names sorted, each once; system flags begin with a backslash
 */
public record Flags(List<String> names) {
    public static final String SEEN = "\\Seen";
    public static final String ANSWERED = "\\Answered";
    public static final String FLAGGED = "\\Flagged";
    public static final String DELETED = "\\Deleted";
    public static final String DRAFT = "\\Draft";
    public static final Flags NONE = new Flags(List.of());

    private static final List<String> SYSTEM = List.of(SEEN, ANSWERED, FLAGGED, DELETED, DRAFT);

    public Flags {
        names = List.copyOf(names);
    }

    public static Flags of(Collection<String> names) {
        TreeSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            sorted.add(spelled(name));
        }
        return sorted.isEmpty() ? NONE : new Flags(List.copyOf(sorted));
    }

    public static Flags of(String... names) {
        return of(List.of(names));
    }

    public boolean has(String name) {
        for (String present : names) {
            if (present.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    Flags with(Flags more) {
        TreeSet<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(names);
        all.addAll(more.names);
        return of(all);
    }

    Flags without(Flags less) {
        return of(names.stream().filter(name -> !less.has(name)).toList());
    }

    private static String spelled(String name) {
        for (String system : SYSTEM) {
            if (system.equalsIgnoreCase(name)) {
                return system;
            }
        }
        return name;
    }
}

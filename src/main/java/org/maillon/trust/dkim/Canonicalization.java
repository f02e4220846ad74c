package org.maillon.trust.dkim;

import java.util.Optional;

/** How much a header or a body may change on its way without harm to its signature. RFC 6376 §3.4. */
public enum Canonicalization {
    SIMPLE,
    RELAXED;

    static Optional<Canonicalization> named(String name) {
        return switch (name) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }

    String word() {
        return this == SIMPLE ? "simple" : "relaxed";
    }

    /** The {@code c=} of a signature: one word for the header, one for the body, which is simple where it is missing. */
    public record Both(Canonicalization header, Canonicalization body) {
        public static final Both RELAXED_BOTH = new Both(RELAXED, RELAXED);
        public static final Both SIMPLE_BOTH = new Both(SIMPLE, SIMPLE);

        static Optional<Both> parse(String text) {
            int slash = text.indexOf('/');
            String first = slash < 0 ? text : text.substring(0, slash);
            String second = slash < 0 ? "simple" : text.substring(slash + 1);
            return named(first).flatMap(header -> named(second).map(body -> new Both(header, body)));
        }

        @Override
        public String toString() {
            return header.word() + "/" + body.word();
        }
    }
}

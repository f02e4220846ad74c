package org.maillon.wire.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that people are written to in. All that is said in it stands in one class: {@link Texts#of}. */
public enum Language {
    EN,
    FR;

    /** Empty where the tag is of a language that nothing is written in. */
    public static Optional<Language> of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag))
                .findFirst();
    }

    /** As in Content-Language (RFC 3282), and on the command line. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}

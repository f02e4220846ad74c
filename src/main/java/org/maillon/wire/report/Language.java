package org.maillon.wire.report;

import java.util.Locale;

/** A language that people are written to in. All that is said in it stands in one class: {@link Texts#of}. */
public enum Language {
    EN,
    FR;

    /** As in Content-Language (RFC 3282), and on the command line. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}

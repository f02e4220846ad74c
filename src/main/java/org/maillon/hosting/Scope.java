package org.maillon.hosting;

import java.util.Locale;

/** What a log-in is for. */
public enum Scope {
    SMTP,
    POP3,
    IMAP,
    API,
    /** A person at a browser: the only one that can be asked for a second factor. */
    WEB;

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

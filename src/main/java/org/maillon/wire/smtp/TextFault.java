package org.maillon.wire.smtp;

/** Why the text of a message is refused. The first fault counts. */
public enum TextFault {
    /** Two servers that disagree on what ends a line can be made to see two messages in one: smuggling. RFC 5321 §2.3.8. */
    BARE_CR,
    BARE_LF,
    /** Neither 7bit nor 8bit data hold it (RFC 2045 §2.7, §2.8), and programs disagree on what follows it. */
    NUL,
    LINE_TOO_LONG
}

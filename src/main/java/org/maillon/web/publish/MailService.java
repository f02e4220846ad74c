package org.maillon.web.publish;

/**
 * A door of ours at which mail programs log in.
 *
 * @param host its server's name
 * @param tlsFirst TLS before the first word; else by STARTTLS or STLS
 */
public record MailService(Kind kind, String host, int port, boolean tlsFirst) {
    /** What is spoken there. */
    public enum Kind {
        POP3,
        SUBMISSION
    }
}

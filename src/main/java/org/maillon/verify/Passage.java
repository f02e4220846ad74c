package org.maillon.verify;

import org.maillon.wire.smtp.MailParameters;

/**
 * One mail transaction of a client, while its recipients are asked about. Sessions to other servers that have heard its
 * envelope are kept under it: no two are equal.
 */
public final class Passage {
    private final MailParameters parameters;
    private final String client;
    private volatile boolean over;

    /** @param parameters of its MAIL */
    public Passage(MailParameters parameters) {
        this(parameters, "");
    }

    /** @param client who sends it, so that no one takes the place of all others; empty: nobody in particular */
    public Passage(MailParameters parameters, String client) {
        this.parameters = parameters;
        this.client = client;
    }

    public String client() {
        return client;
    }

    public MailParameters parameters() {
        return parameters;
    }

    /** Its message has come, or never will: nothing more is kept under it. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }
}

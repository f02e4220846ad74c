package org.maillon.verify;

import org.maillon.wire.smtp.MailParameters;

/**
 * One mail transaction of a client, while its recipients are asked about. Sessions to other servers that have heard its
 * envelope are kept under it: no two are equal.
 */
public final class Passage {
    private final MailParameters parameters;
    private volatile boolean over;

    /** @param parameters of its MAIL */
    public Passage(MailParameters parameters) {
        this.parameters = parameters;
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

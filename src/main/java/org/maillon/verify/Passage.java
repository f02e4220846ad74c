package org.maillon.verify;

/**
 * One mail transaction of a client, while its recipients are asked about. Sessions to other servers that have heard its
 * envelope are kept under it. It has no content: it is itself.
 */
public final class Passage {
    private volatile boolean over;

    /** Its message has come, or never will: nothing more is kept under it. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }
}

package org.maillon.app.cli;

/** The exit codes of every verb. */
final class Exit {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int NO_DATA = 3;

    /** A fault of ours that the process could not survive; a start anew goes on where it ended. */
    static final int BROKEN = 70;

    private Exit() {}
}

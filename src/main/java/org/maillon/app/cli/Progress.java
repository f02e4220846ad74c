package org.maillon.app.cli;

import java.io.PrintStream;

/** A bar on standard error, only at a terminal and only where the work takes longer than two seconds. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long BETWEEN_NANOS = 100_000_000L;
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final boolean wanted;
    private final String what;
    private final long begun = System.nanoTime();
    private long shown;

    private Progress(PrintStream err, boolean wanted, String what) {
        this.err = err;
        this.wanted = wanted;
        this.what = what;
    }

    static Progress of(Terminal terminal, String what) {
        return new Progress(terminal.err(), terminal.console().isPresent(), what);
    }

    void at(long done, long all, String detail) {
        long now = System.nanoTime();
        if (!wanted || now - begun < PATIENCE_NANOS || shown != 0 && now - shown < BETWEEN_NANOS) {
            return;
        }
        shown = now;
        int filled = (int) (WIDTH * done / Math.max(1, all));
        err.print("\r" + what + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + detail + " ");
        err.flush();
    }

    @Override
    public void close() {
        if (shown != 0) {
            err.println();
        }
    }
}

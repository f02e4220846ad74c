package org.maillon.app.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A bar on standard error, only at a terminal and only where the work takes longer than two seconds. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long BETWEEN_NANOS = 100_000_000L;
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final boolean wanted;
    private final String what;
    private final LongSupplier nanos;
    private final long begun;
    private long shown;
    private int width;

    Progress(PrintStream err, boolean wanted, String what, LongSupplier nanos) {
        this.err = err;
        this.wanted = wanted;
        this.what = what;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    static Progress of(Terminal terminal, String what) {
        return new Progress(terminal.err(), terminal.console().isPresent(), what, System::nanoTime);
    }

    void at(long done, long all, String detail) {
        long now = nanos.getAsLong();
        if (!wanted || now - begun < PATIENCE_NANOS || shown != 0 && now - shown < BETWEEN_NANOS) {
            return;
        }
        shown = now;
        int filled = (int) (WIDTH * done / Math.max(1, all));
        String bar = what + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + detail + " ";
        err.print("\r" + bar + " ".repeat(Math.max(0, width - bar.length())));
        err.flush();
        width = bar.length();
    }

    /** Makes room for a line of the answer; the bar comes back with its next step. */
    void clear() {
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }

    @Override
    public void close() {
        if (width > 0) {
            err.println();
        }
    }
}

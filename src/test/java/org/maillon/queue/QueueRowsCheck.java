package org.maillon.queue;

import java.time.Instant;
import org.maillon.fuzz.RowsFuzz;

/** The queue's rows for {@link RowsFuzz}. */
public final class QueueRowsCheck {
    private QueueRowsCheck() {}

    public static RowsFuzz.Rewriter rewriter(int kind) {
        return switch (kind & 3) {
            case 0 -> row -> EnvelopeRow.read(row).toBytes();
            case 1 -> row -> EnvelopeRow.appended(EnvelopeRow.readAppended(row));
            case 2 -> row -> StateRow.read(row).toBytes();
            default -> row -> TraceLine.read(Instant.EPOCH, row).toBytes();
        };
    }
}

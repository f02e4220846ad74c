package org.maillon.queue;

import java.time.Instant;
import org.maillon.fuzz.RowsFuzz;
import org.maillon.kernel.Bytes;

/** The queue's rows for {@link RowsFuzz}. */
public final class QueueRowsCheck {
    private QueueRowsCheck() {}

    public static RowsFuzz.Rewriter rewriter(int kind) {
        return switch (kind & 3) {
            case 0 -> row -> EnvelopeRow.read(row).toBytes();
            case 1 -> row -> EnvelopeRow.appended(EnvelopeRow.readAppended(row));
            case 2 -> QueueRowsCheck::state;
            default -> row -> TraceLine.read(Instant.EPOCH, row).toBytes();
        };
    }

    private static Bytes state(Bytes row) {
        Bytes again = StateRow.read(row).toBytes();
        // That nobody was told is left out when it is written, and read where it stands.
        return again.plus(Bytes.wrap(new byte[1])).equals(row) ? row : again;
    }
}

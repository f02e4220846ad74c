package org.maillon.queue;

import java.time.Instant;
import java.util.List;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * That a message is held, since when and why.
 *
 * @param quarantined by our own judgement as it came, and not by an operator: it is let go after {@code quarantine-for}
 * @param freed the numbers of recipients whom it holds no longer; only of what is quarantined
 */
record HoldRow(Instant since, String why, boolean quarantined, List<Integer> freed) {
    HoldRow {
        freed = List.copyOf(freed);
    }

    HoldRow(Instant since, String why, boolean quarantined) {
        this(since, why, quarantined, List.of());
    }

    Bytes toBytes() {
        ByteWriter out = new ByteWriter(64).octet(Rows.VERSION).instant(since).text(why);
        if (quarantined) {
            out.flag(true);
        }
        if (!freed.isEmpty()) {
            out.list(freed, (row, number) -> row.number(number));
        }
        return out.toBytes();
    }

    /** Rows of operators end behind their words, others where nobody was freed. */
    static HoldRow read(Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        Instant since = in.instant();
        String why = in.text();
        boolean quarantined = in.hasMore() && in.flag();
        List<Integer> freed = in.hasMore() ? in.list(ByteReader::count) : List.of();
        return in.whole(new HoldRow(since, why, quarantined, freed));
    }
}

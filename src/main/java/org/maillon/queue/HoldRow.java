package org.maillon.queue;

import java.time.Instant;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * That a message is held, since when and why.
 *
 * @param quarantined by our own judgement as it came, and not by an operator: it is let go after {@code quarantine-for}
 */
record HoldRow(Instant since, String why, boolean quarantined) {
    Bytes toBytes() {
        ByteWriter out = new ByteWriter(64).octet(Rows.VERSION).instant(since).text(why);
        return (quarantined ? out.flag(true) : out).toBytes();
    }

    /** Rows of operators end behind their words. */
    static HoldRow read(Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        Instant since = in.instant();
        String why = in.text();
        return in.whole(new HoldRow(since, why, in.hasMore() && in.flag()));
    }
}

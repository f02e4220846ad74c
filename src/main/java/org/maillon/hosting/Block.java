package org.maillon.hosting;

import java.time.Instant;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * Somebody who may not log in for a while.
 *
 * @param whom an address, a network, or a log-in
 * @param until empty: until an operator takes it away
 * @param times how many there were in a row, this one included; 0 for an operator's
 */
public record Block(String whom, Instant since, Optional<Instant> until, String why, int times) {
    private static final int VERSION = 1;

    /** An operator's means everybody, wherever they logged in from before. */
    public boolean byHand() {
        return times == 0;
    }

    boolean holdsAt(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }

    Bytes toBytes() {
        return new ByteWriter(64)
                .octet(VERSION)
                .instant(since)
                .optional(until, ByteWriter::instant)
                .text(why)
                .number(times)
                .toBytes();
    }

    static Block read(String whom, Bytes value) {
        ByteReader in = new ByteReader(value);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalStateException("a block's row of format " + version + "; this program knows " + VERSION);
        }
        return in.whole(new Block(whom, in.instant(), in.optional(ByteReader::instant), in.text(), in.count()));
    }
}

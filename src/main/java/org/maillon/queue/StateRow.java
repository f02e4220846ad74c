package org.maillon.queue;

import java.time.Instant;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/** What became of one recipient so far. A recipient without such a row was never tried. */
sealed interface StateRow {
    /** It came to its end, while others of the message have not. */
    record Ended() implements StateRow {}

    /** @param attempts those made */
    record Deferred(int attempts, Instant due, Result.Failure last) implements StateRow {}

    default Bytes toBytes() {
        ByteWriter out = new ByteWriter(96).octet(Rows.VERSION);
        switch (this) {
            case Ended _ -> out.octet(0);
            case Deferred(int attempts, Instant due, Result.Failure last) -> {
                out.octet(1).number(attempts).instant(due);
                Replies.write(out, last.reply());
                out.optional(last.remote(), ByteWriter::text)
                        .text(Replies.cut(last.why()))
                        .flag(last.destinationDown());
            }
        }
        return out.toBytes();
    }

    static StateRow read(Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        if (in.octet() == 0) {
            return new Ended();
        }
        int attempts = in.count();
        Instant due = in.instant();
        return new Deferred(
                attempts,
                due,
                new Result.Failure(Replies.read(in), in.optional(ByteReader::text), in.text(), in.flag()));
    }
}

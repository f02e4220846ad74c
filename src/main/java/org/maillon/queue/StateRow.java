package org.maillon.queue;

import java.time.Instant;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.smtp.Reply;

/** What became of one recipient so far. A recipient without such a row was never tried. */
sealed interface StateRow {
    /** It came to its end, while others of the message have not. */
    record Ended(int told) implements StateRow {}

    /** @param attempts those made */
    record Deferred(int attempts, Instant due, Result.Failure last, int told) implements StateRow {
        /** Nobody has tried it, and yet there is something to remember. */
        static Deferred untried(Instant due, int told) {
            return new Deferred(0, due, Replies.failure(Replies.notYetTried(), "its destination rests"), told);
        }

        Deferred told(int times) {
            return new Deferred(attempts, due, last, times);
        }

        private void write(ByteWriter out) {
            out.octet(1).number(attempts).instant(due);
            Replies.write(out, last.reply());
            out.optional(last.remote(), ByteWriter::text)
                    .text(Replies.cut(last.why()))
                    .flag(last.destinationDown())
                    .number(told)
                    .optional(last.tried(), ByteWriter::text);
        }
    }

    /** How often the sender was told that the message waits. */
    int told();

    default Bytes toBytes() {
        ByteWriter out = new ByteWriter(96).octet(Rows.VERSION);
        switch (this) {
            case Ended(int told) -> {
                out.octet(0);
                if (told > 0) {
                    out.number(told);
                }
            }
            case Deferred deferred -> deferred.write(out);
        }
        return out.toBytes();
    }

    static StateRow read(Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        if (!in.flag()) {
            return in.whole(new Ended(in.hasMore() ? in.count() : 0));
        }
        int attempts = in.count();
        Instant due = in.instant();
        Reply reply = Replies.read(in);
        Optional<String> remote = in.optional(ByteReader::text);
        String why = in.text();
        boolean down = in.flag();
        int told = in.hasMore() ? in.count() : 0; // rows of the first version end here
        Optional<String> tried = in.hasMore() ? in.optional(ByteReader::text) : remote;
        return in.whole(new Deferred(attempts, due, new Result.Failure(reply, remote, why, down, tried), told));
    }
}

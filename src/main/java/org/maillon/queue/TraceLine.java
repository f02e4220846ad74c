package org.maillon.queue;

import java.time.Instant;
import java.util.List;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * One step of a message's story.
 *
 * @param recipients whom it concerns, as addresses; empty: the message as a whole
 * @param text what happened, in words that go on after those {@link TraceTeller} puts in front for the kind
 */
public record TraceLine(Instant at, Kind kind, List<String> recipients, String text) {
    public TraceLine {
        recipients = List.copyOf(recipients);
    }

    public enum Kind {
        TAKEN(1),
        DELIVERED(2),
        EXPANDED(3),
        DEFERRED(4),
        /** Ended without delivery: refused for good. */
        BOUNCED(5),
        /** Ended without delivery: its time was over. */
        EXPIRED(6),
        REMOVED(7),
        HELD(8),
        RELEASED(9),
        RETRIED(10),
        /** A notice was, or was not, sent to the sender. */
        NOTICE(11);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalStateException("no kind of trace line has the code " + code);
        }
    }

    Bytes toBytes() {
        return new ByteWriter(128)
                .octet(Rows.VERSION)
                .octet(kind.code)
                .text(text)
                .list(recipients, ByteWriter::text)
                .toBytes();
    }

    static TraceLine read(Instant at, Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        Kind kind = Kind.of(in.octet());
        String text = in.text();
        return in.whole(new TraceLine(at, kind, in.list(ByteReader::text), text));
    }
}

package org.maillon.queue;

import java.time.Instant;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.smtp.Reply;

/**
 * A MAIL or RCPT that was refused.
 *
 * @param client who asked, in words
 * @param notKept refusals since the one before this that were only counted
 */
public record Refusal(
        Instant at, String client, Optional<String> sender, Optional<String> recipient, Reply reply, long notKept) {
    Refusal withNotKept(long count) {
        return new Refusal(at, client, sender, recipient, reply, count);
    }

    Bytes toBytes() {
        ByteWriter out = new ByteWriter(128)
                .octet(Rows.VERSION)
                .instant(at)
                .text(Replies.cut(client))
                .optional(sender, ByteWriter::text)
                .optional(recipient, ByteWriter::text);
        Replies.write(out, reply);
        return out.number(notKept).toBytes();
    }

    static Refusal read(Bytes value) {
        ByteReader in = new ByteReader(value);
        Versions.expect(in);
        return new Refusal(
                in.instant(),
                in.text(),
                in.optional(ByteReader::text),
                in.optional(ByteReader::text),
                Replies.read(in),
                in.number());
    }
}

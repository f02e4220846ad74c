package org.maillon.verify;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Partition;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/**
 * The rows of the partition {@code verify}: a journal, each row written blind over the one before.
 *
 * <pre>
 * key               value (after the format's octet)
 * A address         what its server said of it: kind, when, server, way, reply
 * D domain          the same of the domain: takes every name, or tells them apart
 * </pre>
 *
 * No row says when it ends: how long it holds is a setting, applied when it is read.
 */
final class VerdictRows {
    static final Partition PARTITION = Partition.journal("verify");

    private static final int FORMAT = 1;

    private VerdictRows() {}

    static Bytes key(Address address) {
        return Bytes.utf8("A" + address);
    }

    static Bytes key(Domain domain) {
        return Bytes.utf8("D" + domain);
    }

    /** A word that is unclear is gone in a minute, and not written. */
    static boolean isWritten(Kind kind) {
        return kind != Kind.UNCLEAR && kind != Kind.NOT_ASKED;
    }

    static Bytes value(Known known) {
        return new ByteWriter()
                .octet(FORMAT)
                .octet(octet(known.kind()))
                .instant(known.when())
                .text(known.by())
                .text(known.way())
                .optional(known.said(), VerdictRows::reply)
                .toBytes();
    }

    /** Empty for a row of a format or kind that another version wrote. */
    static Optional<Known> read(Bytes value) {
        ByteReader in = new ByteReader(value);
        if (in.octet() != FORMAT) {
            return Optional.empty();
        }
        int kind = in.octet();
        if (kind < 1 || kind > 6) {
            return Optional.empty();
        }
        return Optional.of(known(kind(kind), in));
    }

    private static Known known(Kind kind, ByteReader in) {
        var when = in.instant();
        String by = in.text();
        String way = in.text();
        return new Known(kind, when, by, in.optional(VerdictRows::reply), way, "");
    }

    private static int octet(Kind kind) {
        return switch (kind) {
            case EXISTS -> 1;
            case NO_SUCH_MAILBOX -> 2;
            case CLOSED -> 3;
            case NO_MAIL -> 4;
            case ACCEPTS_ALL -> 5;
            case TELLS_APART -> 6;
            case UNCLEAR, NOT_ASKED -> throw new IllegalArgumentException("not written");
        };
    }

    private static Kind kind(int octet) {
        return switch (octet) {
            case 1 -> Kind.EXISTS;
            case 2 -> Kind.NO_SUCH_MAILBOX;
            case 3 -> Kind.CLOSED;
            case 4 -> Kind.NO_MAIL;
            case 5 -> Kind.ACCEPTS_ALL;
            default -> Kind.TELLS_APART;
        };
    }

    private static void reply(ByteWriter out, Reply reply) {
        out.number(reply.code()).optional(reply.status(), VerdictRows::status).list(reply.lines(), ByteWriter::text);
    }

    private static void status(ByteWriter out, EnhancedStatus status) {
        out.number(status.kind()).number(status.subject()).number(status.detail());
    }

    private static Reply reply(ByteReader in) {
        int code = in.count();
        Optional<EnhancedStatus> status =
                in.optional(from -> new EnhancedStatus(from.count(), from.count(), from.count()));
        List<String> lines = in.list(ByteReader::text);
        return new Reply(code, status, lines);
    }
}

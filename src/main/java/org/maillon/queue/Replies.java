package org.maillon.queue;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/** The replies the queue itself decides by, and replies as parts of rows. */
final class Replies {
    /** What is kept of a peer's words: enough for a reader, too little to fill a disk with. */
    private static final int MOST_LINES = 20;

    private static final int MOST_CHARACTERS = 512;

    private Replies() {}

    /** RFC 3463 §3.5 X.4.6. */
    static Reply circling(int depth) {
        return Reply.of(554, "5.4.6", "more than " + depth + " aliases and forwards in a row: they lead in a circle");
    }

    /** RFC 3463 §3.2 X.1.1. */
    static Reply leadsNowhere() {
        return Reply.of(550, "5.1.1", "this address leads to nobody");
    }

    /** RFC 3461 §5.2.7.3. */
    static Reply sentOn() {
        return Reply.of(250, "2.0.0", "sent on to the addresses behind this one");
    }

    /** RFC 2852 §4, RFC 3463 §3.5 X.4.7. */
    static Reply notInTime() {
        return Reply.of(550, "5.4.7", "the time is over in which its sender wanted it delivered");
    }

    /** RFC 3463 §3.5 X.4.1: others that go there were in vain. */
    static Reply notYetTried() {
        return Reply.of(451, "4.4.1", "not tried yet: the destination gives no answer to other messages");
    }

    static Result.Failure failure(Reply reply, String why) {
        return new Result.Failure(reply, Optional.empty(), why, false);
    }

    static Reply ownFault() {
        return Reply.of(451, "4.3.0", "an error here, not there; we try again");
    }

    static void write(ByteWriter out, Reply reply) {
        out.number(reply.code())
                .optional(
                        reply.status(),
                        (o, s) -> o.number(s.kind()).number(s.subject()).number(s.detail()))
                .list(reply.lines().stream().limit(MOST_LINES).map(Replies::cut).toList(), ByteWriter::text);
    }

    static Reply read(ByteReader in) {
        int code = in.count();
        Optional<EnhancedStatus> status = in.optional(i -> new EnhancedStatus(i.count(), i.count(), i.count()));
        List<String> lines = in.list(ByteReader::text);
        return new Reply(code, status, lines);
    }

    static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}

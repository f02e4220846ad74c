package org.maillon.deliver.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.queue.Courier.Content;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.DotStuffer;

/** The message itself, by DATA (RFC 5321 §4.1.1.4) or BDAT (RFC 3030 §2), and the answer to it: one, or one per recipient by LMTP. */
final class BodyStage {
    private static final int BLOCK = SessionOutput.BLOCK;

    private BodyStage() {}

    /** To at least one recipient. */
    static void send(Turn turn) throws PeerLostException {
        Optional<Reply> cutShort = write(turn);
        if (cutShort.isPresent()) {
            Reply reply = cutShort.get();
            turn.journey.outcomes().settle(turn.accepted, Outcomes.ofBody(turn.session, reply));
            // Those of another transaction were not refused: to them it is a server that hung up.
            var lost = new PeerLostException(PeerLostException.Kind.BROKEN, "hung up in the message, saying " + reply);
            turn.leaving = Optional.of(HopTrouble.lost(turn.session.hop(), Kind.BROKE_OFF, lost));
            return;
        }
        turn.inDoubt = true; // from here on the peer may have all of it
        hearAnswers(turn);
        turn.inDoubt = false;
        turn.session.transactionEnds();
    }

    /** RFC 2920 §3.1: DATA went out before we knew that nobody was taken, and the peer waits for a message: none. */
    static void sendNothing(Turn turn) throws PeerLostException {
        if (turn.session.isLmtp()) { // one answer per recipient taken is no answer (RFC 2033 §4.2): better begin anew
            throw new PeerLostException(PeerLostException.Kind.GARBLED, "took no recipient and wants a message");
        }
        try {
            new DotStuffer().end(turn.session.body());
        } catch (IOException e) {
            throw lost(e);
        }
        Reply reply = turn.session.hear(Awaited.BODY);
        turn.session.transactionEnds();
        leaveAt421(turn, reply);
    }

    private static void hearAnswers(Turn turn) throws PeerLostException {
        List<List<Integer>> answers =
                turn.session.isLmtp() ? turn.accepted.stream().map(List::of).toList() : List.of(turn.accepted);
        for (List<Integer> slots : answers) {
            Reply reply = turn.session.hear(Awaited.BODY);
            if (reply.code() / 100 == 3) {
                throw new PeerLostException(PeerLostException.Kind.GARBLED, "said, to the message, " + reply);
            }
            turn.journey.outcomes().settle(slots, Outcomes.ofBody(turn.session, reply));
            leaveAt421(turn, reply);
        }
    }

    private static void leaveAt421(Turn turn, Reply reply) {
        if (reply.code() == 421) {
            turn.leaving = Optional.of(HopTrouble.said(turn.session.hop(), Kind.BROKE_OFF, reply, "to the message"));
        }
    }

    /** A reply here is a refusal that came before the message was out; the peer has hung up since. */
    private static Optional<Reply> write(Turn turn) throws PeerLostException {
        try {
            if (turn.shape.chunked()) {
                writeChunk(turn);
            } else {
                writeStuffed(turn);
            }
            return Optional.empty();
        } catch (IOException e) {
            Optional<Reply> refusal = turn.session.lastWords().filter(BodyStage::isAboutTheMessage);
            if (refusal.isEmpty()) {
                throw lost(e);
            }
            return refusal;
        }
    }

    private static boolean isAboutTheMessage(Reply reply) {
        return reply.code() >= 400 && reply.code() != 421;
    }

    private static void writeStuffed(Turn turn) throws IOException {
        OutputStream out = turn.session.body();
        DotStuffer stuffer = new DotStuffer();
        byte[] block = new byte[BLOCK];
        try (Source source = new Source(turn.journey.errand().content())) {
            for (int length = source.read(block); length >= 0; length = source.read(block)) {
                stuffer.write(block, 0, length, out);
            }
        }
        stuffer.end(out); // within the block that hear() sends: the end is not out before
    }

    /** The octets as they are, in one chunk; the peer counts them. */
    private static void writeChunk(Turn turn) throws IOException {
        Content content = turn.journey.errand().content();
        turn.session.commands().bdatLast(content.size());
        OutputStream out = turn.session.body();
        byte[] block = new byte[BLOCK];
        long sent = 0;
        try (Source source = new Source(content)) {
            for (int length = source.read(block); length >= 0; length = source.read(block)) {
                sent += length;
                if (sent > content.size()) {
                    break;
                }
                out.write(block, 0, length);
            }
        }
        if (sent != content.size()) { // our own fault: the connection closes before the peer has a whole chunk
            throw new IllegalStateException("a content of " + content.size() + " octets gave " + sent);
        }
    }

    /** Reading the message fails for reasons of our own, never as a peer's fault. */
    private record Source(InputStream in) implements AutoCloseable {
        Source(Content content) {
            this(content.open());
        }

        int read(byte[] block) {
            try {
                return in.read(block);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static PeerLostException lost(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new PeerLostException(PeerLostException.Kind.TIMED_OUT, "stopped taking the message in");
        }
        return new PeerLostException(
                PeerLostException.Kind.BROKEN,
                "broke the connection in the middle of the message (" + e.getMessage() + ")");
    }
}

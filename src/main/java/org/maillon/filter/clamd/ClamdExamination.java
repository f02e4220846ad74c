package org.maillon.filter.clamd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.maillon.filter.Examination;
import org.maillon.filter.Finding;
import org.maillon.filter.Handover;
import org.maillon.filter.TimeLeft;
import org.maillon.filter.Verdict;
import org.maillon.kernel.net.Connection;
import org.maillon.wire.smtp.Reply;

/** One message before clamd: {@code zINSTREAM}, chunks that begin with their length, a chunk of none, its answer up to NUL. */
final class ClamdExamination implements Examination {
    private static final byte[] INSTREAM = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ANSWER = 4096;
    private static final int CHUNK = 32 * 1024;

    private final ClamdRoom room;
    private final TimeLeft time;
    private Optional<Connection> connection = Optional.empty();
    private Optional<ClamdAnswer> early = Optional.empty();
    private byte[] chunk = new byte[0];
    private int filled;

    ClamdExamination(ClamdRoom room, TimeLeft time) {
        this.room = room;
        this.time = time;
    }

    @Override
    public void begin(Handover all) throws IOException {
        connection = Optional.of(room.address().open(room.dialer(), time.toConnect()));
        send(INSTREAM, INSTREAM.length);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        if (chunk.length == 0) {
            chunk = new byte[4 + CHUNK];
        }
        int at = from;
        int left = length;
        while (left > 0 && early.isEmpty()) {
            int step = Math.min(left, CHUNK - filled);
            System.arraycopy(octets, at, chunk, 4 + filled, step);
            filled += step;
            at += step;
            left -= step;
            if (filled == CHUNK) {
                flush();
            }
        }
    }

    /** Where clamd has seen too much it answers and hangs up, while we still write: what it said is why we cannot. */
    private void flush() throws IOException {
        chunk[0] = (byte) (filled >>> 24);
        chunk[1] = (byte) (filled >>> 16);
        chunk[2] = (byte) (filled >>> 8);
        chunk[3] = (byte) filled;
        int length = 4 + filled;
        filled = 0;
        try {
            send(chunk, length);
        } catch (IOException e) {
            early = Optional.of(answerAfter(e));
        }
    }

    private ClamdAnswer answerAfter(IOException broken) throws IOException {
        try {
            return answer();
        } catch (IOException _) {
            throw broken;
        }
    }

    private void send(byte[] octets, int length) throws IOException {
        connection.orElseThrow().write(octets, 0, length, time.toAnswer());
    }

    @Override
    public Finding finish() throws IOException {
        if (early.isEmpty() && filled > 0) {
            flush();
        }
        if (early.isEmpty()) {
            chunk = Arrays.copyOf(chunk, Math.max(4, chunk.length));
            flush();
        }
        ClamdAnswer said = early.isPresent() ? early.get() : answer();
        return switch (said) {
            case ClamdAnswer.Clean _ -> Finding.of(Verdict.accept(), "clean");
            case ClamdAnswer.TooLarge _ ->
                Finding.of(Verdict.accept(), "not looked at: larger than clamd takes (StreamMaxLength)");
            case ClamdAnswer.Found(String signature) ->
                Finding.of(
                        new Verdict.Reject(
                                Reply.of(554, "5.7.1", "The message holds what a virus scanner knows as " + signature)),
                        "found " + signature);
            case ClamdAnswer.Trouble(String why) -> throw new NonsenseException(why);
        };
    }

    private ClamdAnswer answer() throws IOException {
        byte[] said = new byte[LONGEST_ANSWER];
        byte[] piece = new byte[512];
        int length = 0;
        while (true) {
            int got = connection.orElseThrow().read(piece, time.toAnswer());
            if (got < 0) {
                throw new EOFException("clamd hung up without an answer");
            }
            for (int i = 0; i < got; i++) {
                if (piece[i] == 0) {
                    return ClamdAnswer.parse(said, length);
                } else if (length == LONGEST_ANSWER) {
                    throw new NonsenseException("an answer of more than " + LONGEST_ANSWER + " octets");
                }
                said[length++] = piece[i];
            }
        }
    }

    @Override
    public void close() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }
}

package org.maillon.wire.smtp.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/**
 * Octets in, replies out (RFC 5321 §4.2). Give it what has arrived with {@link #feed}; once {@link #take} has a finding,
 * what was not eaten belongs to the next reply. After a {@link Malformed} nobody knows where the next reply begins: the
 * connection is of no more use.
 */
public final class ReplyReader {
    /** What was read. */
    public sealed interface Finding {}

    public record Whole(Reply reply) implements Finding {}

    /**
     * @param why a sentence part for the trace: {@code a line that is no reply: 'HTTP/1.1 400 Bad'}
     */
    public record Malformed(String why) implements Finding {}

    private final ReplyLimits limits;
    private byte[] line = new byte[256];
    private int length;
    private List<String> texts = new ArrayList<>(2);
    private int code;
    private Optional<EnhancedStatus> status = Optional.empty();
    private Optional<Finding> finding = Optional.empty();

    public ReplyReader(ReplyLimits limits) {
        this.limits = limits;
    }

    /** Eats octets until a finding is there or all are eaten; returns how many it ate. */
    public int feed(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && finding.isEmpty()) {
            byte octet = octets[at++];
            if (octet == '\n') {
                endOfLine();
            } else {
                partOfLine(octet);
            }
        }
        return at - from;
    }

    /** The finding, if there is one; then the next reply begins. */
    public Optional<Finding> take() {
        Optional<Finding> taken = finding;
        if (taken.isPresent()) {
            finding = Optional.empty();
            length = 0;
            code = 0;
            status = Optional.empty();
            texts = new ArrayList<>(2);
        }
        return taken;
    }

    /** Whether a reply has begun to arrive: a peer that stops here was cut off in the middle of a word. */
    public boolean isInReply() {
        return finding.isEmpty() && (length > 0 || !texts.isEmpty());
    }

    private void partOfLine(byte octet) {
        if (length + 2 > limits.lineLength()) { // this octet and the line feed to come
            malformed("a reply line of more than " + limits.lineLength() + " octets");
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = octet;
    }

    private void endOfLine() {
        boolean carriageReturn = length > 0 && line[length - 1] == '\r';
        if (!carriageReturn && !limits.bareLineFeed()) {
            malformed("a reply line that ends in a bare line feed: '" + ReplyText.excerpt(line, length) + "'");
            return;
        }
        replyLine(carriageReturn ? length - 1 : length);
        length = 0;
    }

    /** RFC 5321 §4.2 Reply-line. The second and third digit may be any: only the first one decides (§4.3.2). */
    private void replyLine(int end) {
        if (end < 3 || !isReplyCode()) {
            malformed("a line that is no reply: '" + ReplyText.excerpt(line, end) + "'");
        } else if (end > 3 && line[3] != ' ' && line[3] != '-') {
            malformed("neither space nor hyphen behind the code: '" + ReplyText.excerpt(line, end) + "'");
        } else if (texts.size() == limits.lines()) {
            malformed("a reply of more than " + limits.lines() + " lines");
        } else {
            wellFormedLine(end);
        }
    }

    private boolean isReplyCode() {
        return line[0] >= '2' && line[0] <= '5' && isDigit(line[1]) && isDigit(line[2]);
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** RFC 5321 §4.2.1 wants one code on all lines. The last one holds, unless the lines disagree about success itself. */
    private void wellFormedLine(int end) {
        int said = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
        if (code != 0 && code / 100 != said / 100) {
            malformed("one reply with two codes, " + code + " and " + said);
            return;
        }
        code = said;
        text(end);
        boolean last = end == 3 || line[3] == ' ';
        if (last) {
            finding = Optional.of(new Whole(new Reply(code, status, texts)));
        }
    }

    private void text(int end) {
        int from = Math.min(4, end);
        Optional<EnhancedStatus> here = ReplyText.enhancedStatus(line, from, end, code / 100);
        if (texts.isEmpty()) {
            status = here;
        }
        if (here.isPresent() && here.equals(status)) {
            from = ReplyText.afterWord(line, from, end);
        }
        texts.add(ReplyText.printable(line, from, end));
    }

    private void malformed(String why) {
        finding = Optional.of(new Malformed(why));
    }
}

package org.maillon.wire.smtp.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.wire.smtp.EnhancedStatus;

/** What stands behind a reply's code. */
final class ReplyText {
    private static final int EXCERPT = 80;

    private ReplyText() {}

    /**
     * RFC 2034 §4 and RFC 3463 §2: {@code class "." subject "." detail}, then a space or the end. A class that
     * contradicts the code is text, not a status.
     */
    static Optional<EnhancedStatus> enhancedStatus(byte[] line, int from, int end, int kind) {
        if (end - from < 5 || line[from] != '0' + kind || line[from + 1] != '.') {
            return Optional.empty();
        }
        int dot = afterNumber(line, from + 2, end);
        if (dot == from + 2 || dot >= end || line[dot] != '.') {
            return Optional.empty();
        }
        int stop = afterNumber(line, dot + 1, end);
        if (stop == dot + 1 || stop < end && line[stop] != ' ') {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatus(kind, number(line, from + 2, dot), number(line, dot + 1, stop)));
    }

    /** At most three digits (RFC 3463 §2). */
    private static int afterNumber(byte[] line, int from, int end) {
        int at = from;
        while (at < end && at < from + 3 && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int number(byte[] line, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            value = value * 10 + line[at] - '0';
        }
        return value;
    }

    /** Behind the word at {@code from} and the spaces that follow it. */
    static int afterWord(byte[] line, int from, int end) {
        int at = from;
        while (at < end && line[at] != ' ') {
            at++;
        }
        while (at < end && line[at] == ' ') {
            at++;
        }
        return at;
    }

    /**
     * As text for logs, traces and notices: UTF-8 (RFC 6531 §3.7.4.2), a question mark for each control character, which
     * could forge a log line or drive a terminal.
     */
    static String printable(byte[] line, int from, int end) {
        String text = new String(line, from, end - from, StandardCharsets.UTF_8);
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : (char) c));
        return clean.toString();
    }

    static String excerpt(byte[] line, int end) {
        return end <= EXCERPT ? printable(line, 0, end) : printable(line, 0, EXCERPT) + "…";
    }
}

package org.maillon.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply, ours or a peer's (RFC 5321 §4.2).
 *
 * @param status the enhanced code (RFC 2034); absent in greetings, EHLO's answer, and where a peer gave none
 * @param lines one or more, without code and line end
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    private static final String MORE = "...";

    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " " + lines);
        }
    }

    public static Reply of(int code, String status, String... lines) {
        int first = status.indexOf('.');
        int second = status.indexOf('.', first + 1);
        EnhancedStatus enhanced = new EnhancedStatus(
                Integer.parseInt(status, 0, first, 10),
                Integer.parseInt(status, first + 1, second, 10),
                Integer.parseInt(status, second + 1, status.length(), 10));
        return new Reply(code, Optional.of(enhanced), List.of(lines));
    }

    public boolean isPositive() {
        return code < 400;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /**
     * As much of its words as fits, for where a stranger's reply is kept or repeated; dots say that there was more. Code
     * and status stay.
     */
    public Reply shortened(int mostLines, int mostCharacters) {
        List<String> kept = new ArrayList<>();
        int left = mostCharacters;
        for (String line : lines) {
            if (kept.size() == mostLines || line.length() > left) {
                break;
            }
            kept.add(line);
            left -= line.length();
        }
        if (kept.size() == lines.size()) {
            return this;
        } else if (kept.size() < mostLines) {
            kept.add(start(lines.get(kept.size()), left) + MORE);
        } else {
            kept.set(mostLines - 1, kept.getLast() + MORE);
        }
        return new Reply(code, status, kept);
    }

    private static String start(String line, int length) {
        boolean halves = length > 0 && Character.isHighSurrogate(line.charAt(length - 1));
        return line.substring(0, halves ? length - 1 : length);
    }

    /** On one line, for logs, traces and notices: {@code 550 5.1.1 No such user}. */
    @Override
    public String toString() {
        return code + status.map(s -> " " + s).orElse("") + " " + String.join(" / ", lines);
    }
}

package org.maillon.wire.smtp;

import java.util.List;
import java.util.Optional;

/**
 * A reply, ours or a peer's (RFC 5321 §4.2).
 *
 * @param status the enhanced code (RFC 2034); absent in greetings, EHLO's answer, and where a peer gave none
 * @param lines one or more, without code and line end
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " " + lines);
        }
    }

    public static Reply of(int code, String status, String... lines) {
        String[] parts = status.split("\\.", 3);
        EnhancedStatus enhanced =
                new EnhancedStatus(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        return new Reply(code, Optional.of(enhanced), List.of(lines));
    }

    public boolean isPositive() {
        return code < 400;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** On one line, for logs, traces and notices: {@code 550 5.1.1 No such user}. */
    @Override
    public String toString() {
        return code + status.map(s -> " " + s).orElse("") + " " + String.join(" / ", lines);
    }
}

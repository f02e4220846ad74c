package org.maillon.filter.milter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.filter.FieldText;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/**
 * A reply that a milter words itself (SMFIR_REPLYCODE). Checked as a stranger's: it must refuse, each line under the same
 * code, and its status must be of the code's class (RFC 2034 §4), or it is no reply and the milter no milter.
 */
final class CustomReply {
    private static final int MOST_LINES = 20;
    private static final int MOST_CHARACTERS = 1500;

    private CustomReply() {}

    static Optional<Reply> read(String text) {
        List<String> words = new ArrayList<>();
        Optional<EnhancedStatus> status = Optional.empty();
        int code = code(text);
        for (String line : lines(text)) {
            if (code < 0 || code(line) != code || line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-') {
                return Optional.empty();
            }
            String rest = line.length() > 4 ? line.substring(4) : "";
            Optional<EnhancedStatus> own = status(rest, code / 100);
            status = status.isPresent() ? status : own;
            words.add(FieldText.printable(own.isPresent() ? afterWord(rest) : rest)
                    .replace("%%", "%"));
        }
        if (words.stream().allMatch(String::isEmpty)) {
            words = List.of(code < 500 ? "Please try again later" : "The message is refused");
        }
        EnhancedStatus fallback = new EnhancedStatus(code / 100, 7, 1);
        // RFC 5321 §3.8: with 421 we would have to hang up, which is nobody's to decide but ours
        return Optional.of(new Reply(code == 421 ? 451 : code, Optional.of(status.orElse(fallback)), words)
                .shortened(MOST_LINES, MOST_CHARACTERS));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(withoutCr(text.substring(from, end)));
            from = end + 1;
        }
        if (from < text.length() || lines.isEmpty()) {
            lines.add(withoutCr(text.substring(from)));
        }
        return lines;
    }

    private static String withoutCr(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** 400 to 559; -1 for anything else. */
    private static int code(String line) {
        if (line.length() < 3 || line.charAt(0) != '4' && line.charAt(0) != '5') {
            return -1;
        }
        char second = line.charAt(1);
        char third = line.charAt(2);
        boolean digits = second >= '0' && second <= '5' && third >= '0' && third <= '9';
        return digits ? (line.charAt(0) - '0') * 100 + (second - '0') * 10 + third - '0' : -1;
    }

    private static Optional<EnhancedStatus> status(String text, int kind) {
        int end = text.indexOf(' ');
        String word = end < 0 ? text : text.substring(0, end);
        if (word.length() < 5 || word.charAt(0) != '0' + kind || word.charAt(1) != '.') {
            return Optional.empty();
        }
        int dot = word.indexOf('.', 2);
        int subject = dot < 0 ? -1 : number(word.substring(2, dot));
        int detail = dot < 0 ? -1 : number(word.substring(dot + 1));
        return subject < 0 || detail < 0 ? Optional.empty() : Optional.of(new EnhancedStatus(kind, subject, detail));
    }

    /** One to three digits (RFC 3463 §2); -1 for anything else. */
    private static int number(String digits) {
        boolean good =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return good ? Integer.parseInt(digits) : -1;
    }

    private static String afterWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space + 1);
    }
}

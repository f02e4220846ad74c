package org.maillon.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import org.maillon.fuzz.Claim;

/**
 * Our replies, read strictly from the octets we sent: code, enhanced code, CRLF, bounds (RFC 5321 §4.2, RFC 2034 §4).
 *
 * @param lines how many lines it took
 */
public record ReplyShape(int code, String text, int lines) {
    private static final int LONGEST_LINE = 512;

    /** @param said all that was said, one octet a character; claims that it is whole replies and nothing else */
    public static List<ReplyShape> read(String said) {
        Claim.that(said.isEmpty() || said.endsWith("\r\n"), "a reply ends with CRLF: %s", said);
        List<ReplyShape> replies = new ArrayList<>();
        int code = 0;
        int lines = 0;
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < said.length(); ) {
            int end = said.indexOf("\r\n", from);
            String line = said.substring(from, end);
            from = end + 2;
            int here = line(line);
            Claim.that(lines == 0 || here == code, "two codes in one reply: %s", line);
            code = here;
            lines++;
            text.append(line, Math.min(4, line.length()), line.length()).append('\n');
            if (line.length() == 3 || line.charAt(3) == ' ') {
                replies.add(new ReplyShape(code, text.toString(), lines));
                text.setLength(0);
                lines = 0;
            }
        }
        Claim.that(lines == 0, "the last reply is not whole: %s", said);
        return replies;
    }

    private static int line(String line) {
        Claim.that(line.length() + 2 <= LONGEST_LINE, "a reply line of %d octets", line.length() + 2);
        Claim.that(line.chars().allMatch(c -> c >= ' ' && c != 127), "a control in a reply: %s", line);
        Claim.that(line.length() >= 3, "no code: %s", line);
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = line.charAt(i) - '0';
            Claim.that(digit >= 0 && digit <= 9, "no code: %s", line);
            code = code * 10 + digit;
        }
        Claim.that(code >= 200 && code <= 599, "no code: %s", line);
        Claim.that(line.length() == 3 || " -".indexOf(line.charAt(3)) >= 0, "no separator: %s", line);
        Claim.that(line.length() > 4, "a reply says something: %s", line);
        if (line.length() > 9 && line.charAt(5) == '.' && line.charAt(7) == '.') {
            Claim.that(line.charAt(4) == line.charAt(0), "the enhanced code is of another class: %s", line);
        }
        return code;
    }
}

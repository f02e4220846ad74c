package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maillon.fuzz.Claim;
import org.maillon.serve.net.PlainLines;
import org.maillon.wire.smtp.PlainText;
import org.maillon.wire.smtp.ReplyShape;

/**
 * A slow reader of both sides of a conversation that is over: which octets were commands, which were a message's, and
 * whether each reply fits where it stands. It sees what a client sees, so where it and the server disagree, one could
 * smuggle.
 */
final class PlainConversation {
    private static final Pattern CHUNK =
            Pattern.compile("[ \t]*BDAT[ \t]+([0-9]+)([ \t]+LAST)?[ \t]*", Pattern.CASE_INSENSITIVE);

    private final String input;
    private final List<ReplyShape> replies;
    private final PlainLines lines;
    private final int textLine;
    private final List<String> messages = new ArrayList<>();

    private int heard;
    private boolean over;
    private boolean identified;
    private boolean extended;
    private boolean begun;
    private boolean chunking;
    private int recipients;
    private StringBuilder chunks = new StringBuilder();

    private PlainConversation(String input, String said, int commandLine, int textLine) {
        this.input = input;
        this.replies = ReplyShape.read(said);
        this.lines = new PlainLines(input, commandLine);
        this.textLine = textLine;
    }

    /** The messages that were taken; claims that the replies fit. */
    static List<String> messages(String input, String said, int commandLine, int textLine) {
        PlainConversation conversation = new PlainConversation(input, said, commandLine, textLine);
        Claim.same(conversation.reply(), 220, "the greeting");
        while (!conversation.over && conversation.line()) {
            conversation.mayEnd();
        }
        Claim.same(conversation.heard, conversation.replies.size(), "replies that answer something");
        return conversation.messages;
    }

    private int reply() {
        Claim.that(heard < replies.size(), "no reply to what stands before '%s' in %s", lines.rest(), input);
        int code = replies.get(heard++).code();
        over |= code == 421 || code == 221;
        return code;
    }

    /** RFC 5321 §3.8: 421 may stand behind any reply, and is the last one. */
    private void mayEnd() {
        if (!over && heard < replies.size() && replies.get(heard).code() == 421) {
            reply();
        }
    }

    /** A line and what follows it, with its answers; false where the input ends before the line does. */
    private boolean line() {
        return switch (lines.next()) {
            case PlainLines.End _ -> false;
            case PlainLines.Bad _ -> {
                Claim.same(reply(), 500, "a bad line");
                yield true;
            }
            case PlainLines.Line(String text) -> command(text);
        };
    }

    private boolean command(String line) {
        String verb = word(line);
        if (verb.equals("BDAT")) {
            return chunk(line);
        }
        int code = reply();
        boolean good = code < 300;
        switch (verb) {
            case "EHLO", "HELO" -> {
                identified |= good;
                extended = good ? verb.equals("EHLO") : extended;
                begun &= !good;
            }
            case "RSET" -> begun &= !good;
            case "MAIL" -> {
                Claim.that(!good || identified && !begun, "MAIL is taken out of order: %s", input);
                begun |= good;
                recipients = good ? 0 : recipients;
                chunking &= !good;
            }
            case "RCPT" -> {
                Claim.that(!good || begun && !chunking, "RCPT is taken out of order: %s", input);
                recipients += good ? 1 : 0;
            }
            case "DATA" -> {
                if (code == 354) {
                    return text();
                }
                begun &= code != 451 && code != 452; // it could not be kept, and is forgotten
            }
            case "QUIT" -> Claim.that(!good || code == 221, "QUIT gets %d", code);
            case "NOOP", "HELP", "VRFY" -> Claim.that(code != 354, "%s gets %d", verb, code);
            default -> Claim.that(code >= 400, "'%s' gets %d", line, code);
        }
        return true;
    }

    private static String word(String line) {
        String rest = line.replaceFirst("^[ \t]+", "");
        return rest.split("[ \t]", 2)[0].toUpperCase(Locale.ROOT);
    }

    private boolean text() {
        Claim.that(begun && recipients > 0 && !chunking, "DATA is taken out of order: %s", input);
        PlainText text = PlainText.of(lines.rest(), textLine);
        if (!text.done()) {
            return false; // nobody is left to be answered
        }
        lines.skip(text.used());
        int code = reply();
        Claim.that(text.fault().isEmpty() || code >= 500, "a text with %s gets %d", text.fault(), code);
        if (code == 250) {
            messages.add(text.text());
        }
        begun = false;
        return true;
    }

    private boolean chunk(String line) {
        Matcher form = CHUNK.matcher(line);
        if (!form.matches()) {
            Claim.that(reply() >= 500, "a chunk that cannot be counted: %s", line);
            mayEnd();
            Claim.that(over, "a chunk that cannot be counted ends it all: %s", line);
            return false;
        }
        boolean whole = form.group(1).length() < 10
                && Integer.parseInt(form.group(1)) <= lines.rest().length();
        if (!whole) {
            if (heard < replies.size()) {
                Claim.that(reply() >= 400, "half a chunk is taken");
                mayEnd();
            }
            return false;
        }
        int length = Integer.parseInt(form.group(1));
        String octets = lines.rest().substring(0, length);
        lines.skip(length);
        chunk(octets, form.group(2) != null, reply());
        return true;
    }

    private void chunk(String octets, boolean last, int code) {
        if (code != 250) {
            Claim.that(code >= 400, "a chunk gets %d", code);
            begun &= code == 503 || code == 554 || code == 555;
            return;
        }
        Claim.that(begun && extended && recipients > 0, "BDAT is taken out of order: %s", input);
        chunks = chunking ? chunks : new StringBuilder();
        chunking = !last;
        begun = !last;
        chunks.append(octets);
        if (last) {
            messages.add(chunks.toString());
        }
    }
}

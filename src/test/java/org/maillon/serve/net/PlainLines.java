package org.maillon.serve.net;

/**
 * Lines as {@link Connection} gives them, found slowly in all that a client sent: the oracle for its bounds and for what it
 * does with lines that do not end in CRLF.
 */
public final class PlainLines {
    private final String input;
    private final int longest;
    private int at;
    private boolean swallowing;
    private boolean afterBareLf;

    /** @param input one octet a character */
    public PlainLines(String input, int longest) {
        this.input = input;
        this.longest = longest;
    }

    public sealed interface Found {}

    public record Line(String text) implements Found {}

    /** To be answered, not acted on. */
    public record Bad() implements Found {}

    /** The input ends before the next line does. */
    public record End() implements Found {}

    public Found next() {
        if (swallowing) {
            int lf = input.indexOf('\n', at);
            if (lf < 0) {
                return new End();
            }
            boolean crlf = lf > at && input.charAt(lf - 1) == '\r';
            at = lf + 1;
            swallowing = !crlf;
            return !crlf && afterBareLf ? new Bad() : next();
        }
        int lf = input.indexOf('\n', at);
        if (lf < 0 || lf - at >= longest) {
            swallowing = input.length() - at >= longest;
            afterBareLf = false;
            return swallowing ? new Bad() : new End();
        }
        String line = input.substring(at, lf);
        at = lf + 1;
        if (!line.endsWith("\r")) {
            swallowing = true;
            afterBareLf = true;
            return new Bad();
        }
        String text = line.substring(0, line.length() - 1);
        return text.indexOf('\r') >= 0 ? new Bad() : new Line(text);
    }

    /** What comes behind the last line. */
    public String rest() {
        return input.substring(at);
    }

    public void skip(int octets) {
        at += octets;
    }
}

package org.maillon.wire.smtp;

import java.util.Locale;
import java.util.StringTokenizer;

/**
 * The text of a reply as far as it is the server's own: without what is quoted, stands in angle brackets, or is an address
 * or a host's name. Those may be echoes of what somebody else wrote, who would speak in the server's name.
 */
public final class OwnWords {
    private OwnWords() {}

    /** In lower case, with one space between words. */
    public static String of(Reply reply) {
        String text =
                withoutBrackets(withoutQuotes(String.join(" ", reply.lines()).toLowerCase(Locale.ROOT)));
        StringBuilder own = new StringBuilder(text.length());
        StringTokenizer words = new StringTokenizer(text);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.indexOf('@') < 0 && !isName(word)) {
                own.append(own.isEmpty() ? "" : " ").append(word);
            }
        }
        return own.toString();
    }

    /**
     * From the first quote to the last: a quoted local part holds whatever its owner likes, also quotes and brackets. What
     * sticks to it goes too: the rest of the address.
     */
    private static String withoutQuotes(String text) {
        int quote = text.indexOf('"');
        if (quote < 0) {
            return text;
        }
        int first = quote;
        while (first > 0 && text.charAt(first - 1) != ' ') {
            first--;
        }
        int last = text.lastIndexOf('"');
        int rest = last + 1;
        while (rest < text.length() && text.charAt(rest) != ' ') {
            rest++;
        }
        return text.substring(0, first) + " " + (last > quote ? text.substring(rest) : "");
    }

    private static String withoutBrackets(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        int from = 0;
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', from)) {
            rest.append(text, from, open).append(' ');
            int close = text.indexOf('>', open);
            if (close < 0) {
                return rest.toString(); // cut short: nobody knows where it would end
            }
            from = close + 1;
        }
        return rest.append(text, from, text.length()).toString();
    }

    /** A dot in its midst. */
    private static boolean isName(String word) {
        for (int dot = word.indexOf('.', 1); dot > 0 && dot < word.length() - 1; dot = word.indexOf('.', dot + 1)) {
            if (Character.isLetterOrDigit(word.charAt(dot - 1)) && Character.isLetterOrDigit(word.charAt(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}

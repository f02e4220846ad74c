package org.maillon.wire.smtp;

import java.util.Optional;

/**
 * What stands behind DATA, read slowly and whole, by searching: the oracle for {@link DotReader}.
 *
 * @param used octets that belong to it, the closing dot's line included
 */
public record PlainText(int used, boolean done, Optional<TextFault> fault, String text) {
    private static final String END = "\r\n.\r\n";

    /** @param input one octet a character */
    public static PlainText of(String input, int longest) {
        String lines = "\r\n" + input;
        int end = lines.indexOf(END);
        boolean done = end >= 0;
        // A dot on a line of its own that is not whole yet is no text.
        String stuffed = done ? input.substring(0, end) : input;
        Optional<TextFault> fault = fault(stuffed, longest, true);
        return new PlainText(done ? end + 3 : input.length(), done, fault, unstuffed(stuffed));
    }

    private static String unstuffed(String stuffed) {
        String text = ("\r\n" + stuffed).replace("\r\n.", "\r\n");
        return text.substring(2);
    }

    /** The first fault by where it shows: a CR alone shows one octet later. */
    static Optional<TextFault> fault(String text, int longest, boolean dots) {
        int length = 0;
        boolean lineBegins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean behindCr = i > 0 && text.charAt(i - 1) == '\r';
            if (c == '\n' && behindCr) {
                lineBegins = true;
                length = 0;
                continue;
            } else if (behindCr) {
                return Optional.of(TextFault.BARE_CR);
            }
            if (!(lineBegins && dots && c == '.')) {
                length++;
            }
            lineBegins = false;
            Optional<TextFault> here = c == '\n'
                    ? Optional.of(TextFault.BARE_LF)
                    : c == 0
                            ? Optional.of(TextFault.NUL)
                            : c != '\r' && length > longest - 2
                                    ? Optional.of(TextFault.LINE_TOO_LONG)
                                    : Optional.empty();
            if (here.isPresent()) {
                return here;
            }
        }
        // At the end of chunks a last CR is alone; behind DATA its LF may yet come.
        return !dots && text.endsWith("\r") ? Optional.of(TextFault.BARE_CR) : Optional.empty();
    }

    /** Every CR and LF made CRLF, the last line ended. */
    static String ended(String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n');
        String whole = plain.isEmpty() || plain.endsWith("\n") ? plain : plain + "\n";
        return whole.replace("\n", "\r\n");
    }
}

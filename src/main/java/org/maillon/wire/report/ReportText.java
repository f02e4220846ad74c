package org.maillon.wire.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Fields and lines of a report: made safe, folded, ended by CRLF. */
final class ReportText {
    private static final int WIDTH = 76;
    private static final int LONGEST_LINE = 998; // RFC 5322 §2.1.1, in octets: RFC 6532 §3.4

    private final OutputStream out;
    private final boolean utf8;

    ReportText(OutputStream out, boolean utf8) {
        this.out = out;
        this.utf8 = utf8;
    }

    void line(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 5322 §2.2.3: folded where there is a space. */
    void field(String name, String value) throws IOException {
        wrapped(name + ": ", value);
    }

    /**
     * As it is, for what programs compare: nothing is folded, no space is put in or left out. Where it cannot stand so in a
     * line it is written by {@link #field}.
     */
    void exact(String name, String value) throws IOException {
        if (!line(name, value)) {
            field(name, value);
        }
    }

    /** False where it cannot stand in one line as it is. */
    boolean line(String name, String value) throws IOException {
        String line = name + ": " + value;
        boolean plain = value.codePoints()
                .allMatch(point -> point >= ' ' && point < 0x7F || utf8 && point >= 0xA0 && !isLoneSurrogate(point));
        if (!plain || line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
            return false;
        }
        line(line);
        return true;
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private void wrapped(String first, String text) throws IOException {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words(text)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line.setLength(0);
                line.append(' ');
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            line.append(word);
            empty = false;
        }
        line(line.toString());
    }

    private Iterable<String> words(String text) {
        String safe = Prose.safe(text);
        String fit = utf8 ? safe : ascii(safe);
        return Arrays.stream(fit.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(point -> ascii.append(point > 126 ? '?' : (char) point));
        return ascii.toString();
    }
}

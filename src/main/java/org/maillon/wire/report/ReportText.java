package org.maillon.wire.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of a report: made safe, folded, ended by CRLF. */
final class ReportText {
    private static final int WIDTH = 76;

    /** Well below the 998 of RFC 5322 §2.1.1, for words that have no place to break at. */
    private static final int MOST_WORD = 300;

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
        wrapped(name + ": ", " ", value);
    }

    void paragraph(String indent, String text) throws IOException {
        wrapped(indent, indent, text);
    }

    private void wrapped(String first, String others, String text) throws IOException {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words(text)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line.setLength(0);
                line.append(others);
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

    /** What strangers said, without anything that could end a line or hide. */
    private Iterable<String> words(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = c <= ' ' || c == 0x7F || c >= 0x80 && c < 0xA0;
            run = space ? 0 : run + 1;
            if (run > MOST_WORD && !Character.isLowSurrogate(c)) {
                safe.append(' ');
                run = 1;
            }
            safe.append(space ? ' ' : c > 126 && !utf8 ? '?' : c);
        }
        return Arrays.stream(safe.toString().split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    void copy(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int last = '\n';
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            last = n > 0 ? buffer[n - 1] : last;
        }
        line(last == '\n' ? "" : "\r\n");
    }

    /** Up to the empty line, or as many whole lines as fit into {@code most} octets. */
    void copyHeader(InputStream in, int most) throws IOException {
        byte[] start = in.readNBytes(most);
        int end = 0;
        int lineStart = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] == '\n') {
                if (i - lineStart <= 1) {
                    break;
                }
                end = i + 1;
                lineStart = i + 1;
            }
        }
        out.write(start, 0, end);
        line("");
    }
}

package org.maillon.app.cli;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a verb's answer: as text for a person, or as one JSON value for a program. */
final class Printer {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    Printer(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** One line to standard output; nothing where JSON is wanted, which comes by {@link #json}. */
    void say(String line) {
        if (!json) {
            out.print(printable(line) + "\n");
        }
    }

    /** Lines that we wrote ourselves: where others' words are among them, they could add some of theirs. */
    void page(String lines) {
        for (String line : lines.split("\n", -1)) {
            say(line);
        }
    }

    /** One line to standard error, in both forms. */
    void complain(String line) {
        err.print(printable(line) + "\n");
        err.flush();
    }

    /**
     * Addresses and what peers said may hold what drives a terminal, turns a line's direction so that it reads as something
     * else, or begins a line that reads as ours; a question mark stands for it.
     */
    static String printable(String text) {
        if (text.codePoints().allMatch(Printer::isHarmless)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isHarmless(c) ? c : '?'));
        return clean.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            case Character.FORMAT -> (c < 0x202A || c > 0x202E) && (c < 0x2066 || c > 0x2069);
            default -> true;
        };
    }

    /** Maps, lists, strings, numbers and booleans; printed only where JSON is wanted. */
    void json(Object tree) {
        if (json) {
            String text = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(tree);
            out.print(text + "\n");
        }
    }

    /** Columns under their titles, as wide as their widest cell. */
    void table(List<String> titles, List<List<String>> rows) {
        if (json || rows.isEmpty()) {
            return;
        }
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    titles.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
        }
        line(titles, widths);
        rows.forEach(row -> line(row, widths));
    }

    private void line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i));
            line.append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        say(line.toString().stripTrailing());
    }
}

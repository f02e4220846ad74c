package org.maillon.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** docs/rfc/index.tsv: one row for each RFC that the code speaks of, and the page made from it. */
final class RfcIndex {
    static final Path FILE = Path.of("docs/rfc/index.tsv");
    static final Path PAGE = Path.of("docs/rfc/SUPPORT.md");
    static final String HEADER = "rfc\ttitle\tstatus\tnote";
    static final Set<String> STATES = Set.of("yes", "partly", "no");

    /** @param note for {@code partly} and {@code no}: what is missing, or why; for {@code yes}: where it lives */
    record Row(int rfc, String title, String status, String note) {
        String line() {
            return String.join("\t", Integer.toString(rfc), title, status, note);
        }
    }

    private RfcIndex() {}

    static List<Row> read() throws IOException {
        return parse(Files.readAllLines(FILE));
    }

    static List<Row> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("line 1: the header is '" + HEADER + "'");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(row(lines.get(i), i + 1));
        }
        return rows;
    }

    private static Row row(String line, int number) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 4) {
            throw bad(number, "four columns, separated by tabs, not " + columns.length);
        }
        if (!columns[0].matches("[1-9][0-9]{0,4}")) {
            throw bad(number, "'" + columns[0] + "' is not the number of an RFC");
        }
        if (!STATES.contains(columns[2])) {
            throw bad(number, "the status is yes, partly or no, not '" + columns[2] + "'");
        }
        if (columns[1].isBlank() || columns[3].isBlank()) {
            throw bad(number, "title and note are never empty");
        }
        return new Row(Integer.parseInt(columns[0]), columns[1].strip(), columns[2], columns[3].strip());
    }

    private static IllegalArgumentException bad(int number, String what) {
        return new IllegalArgumentException(FILE + " line " + number + ": " + what);
    }

    static String page(List<Row> rows) {
        StringBuilder page = new StringBuilder("# Standards\n\n");
        page.append("Made from [index.tsv](index.tsv) by `mvn -q -B test -Dtest=RfcIndexTest -Dregenerate`; ");
        page.append("a test holds it current.\n\n");
        section(page, rows, "yes", "Implemented", "Where it lives");
        section(page, rows, "partly", "Partly", "What there is, and what is missing");
        section(page, rows, "no", "Not implemented", "Why, or when");
        return page.toString().stripTrailing() + "\n";
    }

    private static void section(StringBuilder page, List<Row> rows, String status, String head, String note) {
        List<Row> some =
                rows.stream().filter(row -> row.status().equals(status)).toList();
        if (some.isEmpty()) {
            return;
        }
        page.append("## ")
                .append(head)
                .append("\n\n| RFC | title | ")
                .append(note)
                .append(" |\n|---|---|---|\n");
        for (Row row : some) {
            page.append("| [")
                    .append(row.rfc())
                    .append("](https://www.rfc-editor.org/rfc/rfc")
                    .append(row.rfc())
                    .append(") | ")
                    .append(cell(row.title()))
                    .append(" | ")
                    .append(cell(row.note()))
                    .append(" |\n");
        }
        page.append('\n');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** Joins rows of one RFC, sorts the index, and writes the page anew. */
    static void regenerate() throws IOException {
        Map<Integer, Row> joined = new TreeMap<>();
        read().forEach(row -> joined.merge(row.rfc(), row, RfcIndex::join));
        List<Row> rows = List.copyOf(joined.values());
        String lines = rows.stream().map(Row::line).collect(Collectors.joining("\n", HEADER + "\n", "\n"));
        Files.writeString(FILE, lines);
        Files.writeString(PAGE, page(rows));
    }

    /** Two rooms wrote a row each: both notes stand, and what is partly done in one is partly done. */
    private static Row join(Row one, Row other) {
        String status = one.status().equals(other.status()) ? one.status() : "partly";
        String note = one.note().contains(other.note()) ? one.note() : one.note() + "; " + other.note();
        return new Row(one.rfc(), one.title(), status, note);
    }
}

package org.maillon.serve.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client and a server say, line by line: {@code C: } and {@code S: }; {@code # } is a comment. {@code \t} and the
 * like are not read: a line is what it is.
 */
record Dialogue(String name, List<Line> lines) {
    record Line(boolean byClient, String text) {}

    static Stream<Dialogue> in(Path folder) throws IOException {
        List<Dialogue> dialogues = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                dialogues.add(read(file));
            }
        }
        return dialogues.stream();
    }

    private static Dialogue read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.startsWith("C: ") || line.startsWith("S: ")) {
                lines.add(new Line(line.startsWith("C"), line.substring(3)));
            } else if (line.equals("C:") || line.equals("S:")) {
                lines.add(new Line(line.startsWith("C"), ""));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalArgumentException(file + ": " + line);
            }
        }
        return new Dialogue(String.valueOf(file.getFileName()), lines);
    }

    List<String> by(boolean client) {
        return lines.stream()
                .filter(line -> line.byClient() == client)
                .map(Line::text)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}

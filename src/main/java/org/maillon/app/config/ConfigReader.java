package org.maillon.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads {@code maillon.toml}: first as TOML, then table by table against {@link Config}. */
public final class ConfigReader {
    public static final String FILE = "maillon.toml";

    private ConfigReader() {}

    /** The file named by the user, who wants it read; or, where none was named, {@code maillon.toml} in the folder if it is there. */
    public static ConfigOutcome read(Optional<Path> named, Path folder) {
        Path file = named.orElse(folder.resolve(FILE)).toAbsolutePath().normalize();
        if (named.isEmpty() && Files.notExists(file)) {
            return new TableReader(FILE, KeyLines.of("")).read(empty(), Optional.empty(), folder);
        }
        String name = String.valueOf(file.getFileName());
        try {
            return parse(name, Files.readString(file), file);
        } catch (NoSuchFileException _) {
            return bad(file.toString(), 0, "there is no such file");
        } catch (CharacterCodingException _) {
            return bad(name, 0, "is not UTF-8 text");
        } catch (IOException e) {
            return bad(file.toString(), 0, "cannot be read: " + e.getMessage());
        }
    }

    /** Reads a text as if it stood in {@code file}. */
    static ConfigOutcome parse(String name, String text, Path file) {
        JsonNode tree;
        try {
            tree = TomlMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return bad(name, line(e), syntax(e));
        }
        ObjectNode tables = tree instanceof ObjectNode object ? object : empty();
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        return new TableReader(name, KeyLines.of(text)).read(tables, Optional.of(file), folder);
    }

    private static int line(JacksonException e) {
        boolean known = e.getLocation() != null && e.getLocation().getLineNr() > 0;
        if (!known) {
            return 0;
        }
        // The parser reports a repeated key once it has read on to the next line.
        boolean nextLine = isRepeated(e) && e.getLocation().getColumnNr() <= 1;
        return e.getLocation().getLineNr() - (nextLine ? 1 : 0);
    }

    private static boolean isRepeated(JacksonException e) {
        return "Duplicate key".equals(e.getOriginalMessage());
    }

    private static String syntax(JacksonException e) {
        String said = String.valueOf(e.getOriginalMessage());
        return switch (said) {
            case "Duplicate key" -> "this key stands here for the second time; keep one of them";
            case "Table redefined" -> "this table stands here for the second time; put its keys under one header";
            case "Newline not permitted here" ->
                "not TOML: the line ends too early (a value or a closing quote is missing)";
            default -> "not TOML: " + Character.toLowerCase(said.charAt(0)) + said.substring(1);
        };
    }

    private static ConfigOutcome bad(String name, int line, String message) {
        return new ConfigOutcome.Bad(List.of(new Problem(name, line, message)));
    }

    private static ObjectNode empty() {
        return TomlMapper.shared().createObjectNode();
    }

    static Set<String> sectionNames() {
        return Section.ALL.stream()
                .filter(section -> !section.isRoot())
                .map(Section::name)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}

package org.maillon.app.config;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.maillon.kernel.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the file's tree into {@link Config}, gathering every fault on the way. One reader reads one file. */
final class TableReader {
    private final String file;
    private final KeyLines lines;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> given = new HashSet<>();

    TableReader(String file, KeyLines lines) {
        this.file = file;
        this.lines = lines;
    }

    ConfigOutcome read(ObjectNode tree, Optional<Path> source, Path folder) {
        Object[] tables =
                Section.ALL.stream().map(section -> section(section, tree)).toArray();
        refuseUnknownTables(tree);
        Config config = build(tables);
        new ConfigSense(config, this::problem).check();
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            return new ConfigOutcome.Bad(problems);
        }
        return new ConfigOutcome.Good(new LoadedConfig(config, source, folder, Set.copyOf(given)));
    }

    private Object section(Section section, ObjectNode tree) {
        if (section.isRoot()) {
            return table(section, List.of(), rootKeys(tree));
        }
        JsonNode node = tree.get(section.name());
        List<String> path = List.of(section.name());
        if (section.many()) {
            return node == null ? List.of() : tables(section, path, node);
        } else if (node == null) {
            return Settings.defaults(section.type());
        } else if (node instanceof ObjectNode table) {
            return table(section, path, table);
        }
        problem(path, "'" + section.name() + "' is a table: write " + section.header() + " and its keys below");
        return Settings.defaults(section.type());
    }

    /** What stands before the first header, tables left out. */
    private static ObjectNode rootKeys(ObjectNode tree) {
        ObjectNode own = tree.objectNode();
        tree.properties().stream()
                .filter(property -> !isTable(property.getValue()) && !isSection(property.getKey()))
                .forEach(property -> own.set(property.getKey(), property.getValue()));
        return own;
    }

    private static boolean isSection(String name) {
        return ConfigReader.sectionNames().contains(name);
    }

    private static boolean isTable(JsonNode node) {
        return node.isObject()
                || node.isArray() && !node.isEmpty() && node.get(0).isObject();
    }

    private void refuseUnknownTables(ObjectNode tree) {
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            String name = property.getKey();
            if (!isSection(name) && isTable(property.getValue())) {
                problem(List.of(name), unknownTable(name, property.getValue().isArray()));
            }
        }
    }

    private static String unknownTable(String name, boolean many) {
        String meant = Nearest.to(name, ConfigReader.sectionNames())
                .flatMap(near -> Section.ALL.stream()
                        .filter(section -> section.name().equals(near))
                        .findFirst())
                .map(section -> "; did you mean " + section.header() + "?")
                .orElse("; the tables are "
                        + String.join(
                                ", ",
                                Section.ALL.stream()
                                        .filter(section -> !section.isRoot())
                                        .map(Section::header)
                                        .toList()));
        return "unknown table " + (many ? "[[" + name + "]]" : "[" + name + "]") + meant;
    }

    private List<Object> tables(Section section, List<String> path, JsonNode node) {
        if (!node.isArray()) {
            problem(path, "'" + section.name() + "' may stand there many times: write " + section.header());
            return List.of();
        }
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            List<String> place =
                    Stream.concat(path.stream(), Stream.of(Integer.toString(i))).toList();
            if (node.get(i) instanceof ObjectNode table) {
                rows.add(table(section, place, table));
            } else {
                problem(place, "'" + section.name() + "' holds tables: write " + section.header());
            }
        }
        return List.copyOf(rows);
    }

    private Record table(Section section, List<String> path, ObjectNode table) {
        Map<String, String> good = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : table.properties()) {
            String key = property.getKey();
            List<String> place = Stream.concat(path.stream(), Stream.of(key)).toList();
            if (!section.keys().contains(key)) {
                problem(place, UnknownKey.message(section, key));
                continue;
            }
            value(section, key, place, property.getValue()).ifPresent(text -> good.put(key, text));
        }
        refuseMissing(section, path, table);
        return build(section, path, good);
    }

    private void refuseMissing(Section section, List<String> path, ObjectNode table) {
        for (String key : section.about().required()) {
            if (!table.has(key)) {
                problem(path, "'" + key + "' is missing " + section.place());
            }
        }
    }

    private Optional<String> value(Section section, String key, List<String> place, JsonNode node) {
        return switch (SettingText.of(section.component(key), node)) {
            case SettingText.Text(String text) -> {
                given.add(LoadedConfig.given(section, key));
                yield fits(section, key, place, text) ? Optional.of(text) : Optional.empty();
            }
            case SettingText.Misfit(String wanted) -> {
                problem(place, "'" + key + "' " + section.place() + " " + wanted);
                yield Optional.empty();
            }
        };
    }

    /** Tries the value alone, so that each bad value of a table is found and not only the first. */
    private boolean fits(Section section, String key, List<String> place, String text) {
        try {
            var _ = Settings.read(section.type(), Map.of(key, text));
            return true;
        } catch (Settings.BadValueException e) {
            if (!e.key().equals(key)) {
                return true; // said once more, with all values together, by build
            }
            problem(place, "'" + key + "' " + section.place() + ": " + e.getMessage());
            return false;
        }
    }

    private Record build(Section section, List<String> path, Map<String, String> values) {
        try {
            return Settings.read(section.type(), values);
        } catch (Settings.BadValueException e) {
            problem(path, section.place() + ": " + e.getMessage());
            return Settings.defaults(section.type());
        }
    }

    private void problem(List<String> place, String message) {
        problems.add(new Problem(file, lines.of(place), message));
    }

    /** @param tables one for each component of {@link Config}, in their order */
    static Config build(Object[] tables) {
        Class<?>[] types = Arrays.stream(Config.class.getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        try {
            return Config.class.getDeclaredConstructor(types).newInstance(tables);
        } catch (InvocationTargetException
                | IllegalAccessException
                | InstantiationException
                | NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}

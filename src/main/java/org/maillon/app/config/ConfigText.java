package org.maillon.app.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Setting;
import org.maillon.kernel.Settings;

/** A configuration written back as TOML, every key with its value, defaults marked as such. */
public final class ConfigText {
    private static final int WIDTH = 110;

    private ConfigText() {}

    public static String of(LoadedConfig loaded) {
        StringBuilder out = new StringBuilder();
        for (Section section : Section.ALL) {
            section.tables(loaded.config()).forEach(table -> section(out, section, table, loaded));
        }
        return out.toString();
    }

    private static void section(StringBuilder out, Section section, Record table, LoadedConfig loaded) {
        if (!section.isRoot()) {
            comment(out.append('\n'), section.about().doc());
            out.append(section.header()).append('\n');
        }
        for (RecordComponent key : section.type().getRecordComponents()) {
            Setting setting = key.getAnnotation(Setting.class);
            comment(out, setting.doc());
            String name = Settings.key(key);
            boolean given = loaded.given().contains(LoadedConfig.given(section, name));
            out.append(name).append(" = ").append(TomlText.of(Section.read(key, table)));
            out.append(given ? "\n" : "  # default\n");
        }
    }

    /** The same as a tree: table to key to value, for {@code --json}. */
    public static Map<String, Object> tree(LoadedConfig loaded) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Section section : Section.ALL) {
            List<Map<String, Object>> tables = section.tables(loaded.config()).stream()
                    .map(ConfigText::values)
                    .toList();
            if (section.isRoot()) {
                tree.putAll(tables.getFirst());
            } else {
                tree.put(section.name(), section.many() ? tables : tables.getFirst());
            }
        }
        return tree;
    }

    private static Map<String, Object> values(Record table) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent key : table.getClass().getRecordComponents()) {
            Object value = Section.read(key, table);
            values.put(Settings.key(key), TomlText.plain(value));
        }
        return values;
    }

    private static void comment(StringBuilder out, String doc) {
        for (String line : wrap(doc)) {
            out.append("# ").append(line).append('\n');
        }
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

package org.maillon.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Durations;
import org.maillon.kernel.Setting;
import org.maillon.kernel.Settings;

/** The reference page docs/CONFIG.md, made from the records. */
public final class ConfigReference {
    private ConfigReference() {}

    public static String page() {
        StringBuilder out = new StringBuilder("""
                # maillon.toml

                Made by `./maillon config reference > docs/CONFIG.md` from the settings records in the code; do not edit by hand.

                Maillon reads `maillon.toml` in the folder it is started in, or the file behind `--config`. Every key has a
                default: an empty file, or none, is a valid configuration. An unknown key, a wrong type or a value out of
                bounds is refused with file, line and the nearest valid key; `maillon config check` does only that, and
                `maillon config show` prints what holds.

                Durations are whole numbers with `ms`, `s`, `m`, `h` or `d`, sizes whole numbers with `B`, `KiB`, `MiB` or
                `GiB`, both in quotes. Tables marked *live* change by `maillon config reload`; the others when the server
                is started anew.
                """);
        Section.ALL.forEach(section -> section(out, section));
        return out.toString();
    }

    private static void section(StringBuilder out, Section section) {
        String title = section.isRoot() ? "Before the first table" : "`" + section.header() + "`";
        String live = section.about().live() ? " *Live.*" : "";
        out.append("\n## ").append(title).append("\n\n");
        out.append(section.about().doc()).append(live).append("\n\n");
        out.append("| key | value | default | what it does |\n|---|---|---|---|\n");
        List<String> required = Arrays.asList(section.about().required());
        for (RecordComponent component : section.type().getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            String key = Settings.key(component);
            String fallback = required.contains(key) ? "*required*" : "`" + fallback(component, setting) + "`";
            out.append("| `").append(key).append("` | ");
            out.append(kind(component)).append(range(component, setting)).append(" | ");
            out.append(fallback).append(" | ");
            out.append(setting.doc().replace("|", "\\|")).append(" |\n");
        }
    }

    private static String fallback(RecordComponent component, Setting setting) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return Arrays.stream(setting.value().split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .map(item -> element(component) == String.class ? "\"" + item + "\"" : item)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return type.isPrimitive() ? setting.value() : "\"" + setting.value() + "\"";
    }

    private static Class<?> element(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        return type == List.class ? "list of " + scalar(element(component)) + "s" : scalar(type);
    }

    private static String scalar(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`"
                            + ((Enum<?>) constant)
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-') + "`")
                    .collect(Collectors.joining(", "));
        } else if (type == Duration.class) {
            return "duration";
        } else if (type == ByteSize.class) {
            return "size";
        } else if (type == boolean.class) {
            return "`true`, `false`";
        }
        return type == String.class ? "text" : type == double.class ? "number" : "whole number";
    }

    private static String range(RecordComponent component, Setting setting) {
        boolean measured = component.getType() != String.class
                && component.getType() != boolean.class
                && component.getType() != List.class
                && !component.getType().isEnum();
        if (!measured || setting.min() == 0 && setting.max() == Long.MAX_VALUE) {
            return "";
        } else if (setting.max() == Long.MAX_VALUE) {
            return ", at least " + amount(component, setting.min());
        }
        return ", " + amount(component, setting.min()) + " to " + amount(component, setting.max());
    }

    private static String amount(RecordComponent component, long number) {
        if (component.getType() == Duration.class) {
            return Durations.format(Duration.ofSeconds(number));
        }
        return component.getType() == ByteSize.class ? new ByteSize(number).toString() : Long.toString(number);
    }
}

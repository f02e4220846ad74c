package org.maillon.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Durations;

/** Writes values as the file would hold them. */
final class TomlText {
    private TomlText() {}

    static String of(Object value) {
        return switch (plain(value)) {
            case List<?> items -> items.stream().map(TomlText::of).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case Object plain -> plain.toString(); // numbers and booleans
        };
    }

    /** A value as a string, number, boolean or list of these: what both TOML and JSON have. */
    static Object plain(Object value) {
        return switch (value) {
            case List<?> items -> items.stream().map(TomlText::plain).toList();
            case Duration duration -> Durations.format(duration);
            case ByteSize size -> size.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value;
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            quote(out, text.charAt(i));
        }
        return out.append('"').toString();
    }

    /** toml.io v1.0.0, basic strings. */
    private static void quote(StringBuilder out, char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c < ' ' || c == 127) {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}

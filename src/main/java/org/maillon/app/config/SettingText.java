package org.maillon.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.ByteSize;
import tools.jackson.databind.JsonNode;

/** A value of the file, as the text that {@link org.maillon.kernel.Settings} reads; or why its TOML type is the wrong one. */
sealed interface SettingText {
    record Text(String text) implements SettingText {}

    record Misfit(String wanted) implements SettingText {}

    static SettingText of(RecordComponent component, JsonNode node) {
        if (component.getType() != List.class) {
            return scalar(component.getType(), node);
        }
        if (!node.isArray()) {
            return new Misfit("wants a list: write [\"…\", \"…\"]");
        }
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        List<String> items = new ArrayList<>();
        for (JsonNode item : node) {
            switch (scalar(element, item)) {
                case Text(String text) -> items.add(text);
                case Misfit misfit -> {
                    return new Misfit("is a list; each item " + misfit.wanted());
                }
            }
        }
        if (items.stream().anyMatch(item -> item.indexOf(',') >= 0)) {
            return new Misfit("takes no comma within an item; write each as an item of its own");
        }
        return new Text(String.join(",", items));
    }

    private static SettingText scalar(Class<?> type, JsonNode node) {
        boolean whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        if (whole) {
            return node.isIntegralNumber() ? new Text(node.asString()) : new Misfit("wants a whole number, no quotes");
        } else if (type == double.class) {
            return node.isNumber() ? new Text(node.asString()) : new Misfit("wants a number, no quotes");
        } else if (type == boolean.class) {
            return node.isBoolean() ? new Text(node.asString()) : new Misfit("wants true or false, no quotes");
        } else if (type == ByteSize.class && node.isIntegralNumber()) {
            return new Text(node.asString());
        }
        return node.isString() ? new Text(node.asString()) : new Misfit(wantsString(type));
    }

    private static String wantsString(Class<?> type) {
        if (type == Duration.class) {
            return "wants a duration in quotes, such as \"5m\"";
        }
        return type == ByteSize.class ? "wants a size in quotes, such as \"50MiB\"" : "wants a text in quotes";
    }
}

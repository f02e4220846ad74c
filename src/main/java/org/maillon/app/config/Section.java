package org.maillon.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.maillon.kernel.Settings;

/**
 * One table of the file, read off a component of {@link Config}.
 *
 * @param name as in its header; empty for the keys before the first header
 * @param source the component of {@link Config} that holds it
 * @param many whether it stands in double brackets, any number of times
 */
record Section(String name, RecordComponent source, Class<? extends Record> type, boolean many, Table about) {
    static final List<Section> ALL =
            Arrays.stream(Config.class.getRecordComponents()).map(Section::of).toList();

    private static Section of(RecordComponent component) {
        Table about = component.getAnnotation(Table.class);
        if (about == null) {
            throw new IllegalStateException(component + " has no @Table");
        }
        boolean many = component.getType() == List.class;
        Class<?> type = many
                ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getType();
        String name = about.root() ? "" : Settings.key(component);
        return new Section(name, component, type.asSubclass(Record.class), many, about);
    }

    boolean isRoot() {
        return name.isEmpty();
    }

    /** The table as it stands in a configuration; for a list all of them. */
    List<Record> tables(Config config) {
        return switch (read(source, config)) {
            case List<?> many -> many.stream().map(Record.class::cast).toList();
            case Object one -> List.of((Record) one);
        };
    }

    static Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> keys() {
        return Settings.keys(type);
    }

    RecordComponent component(String key) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> Settings.key(component).equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** As it stands in the file: {@code [smtp]}, {@code [[route]]}. */
    String header() {
        return isRoot() ? "" : many ? "[[" + name + "]]" : "[" + name + "]";
    }

    /** For a sentence: {@code in [smtp]}. */
    String place() {
        return isRoot() ? "at the top of the file" : "in " + header();
    }
}

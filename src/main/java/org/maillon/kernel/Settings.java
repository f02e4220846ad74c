package org.maillon.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds settings records from texts: a missing key takes the {@link Setting}'s default, a bad value is said with its key. */
public final class Settings {
    private Settings() {}

    /** A value that does not fit its key. */
    public static final class BadValueException extends IllegalArgumentException {
        private final String key;

        BadValueException(String key, String message) {
            super(message);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    public static <R extends Record> R defaults(Class<R> type) {
        return read(type, Map.of());
    }

    /** {@code values}: TOML key (kebab-case) to its text; lists comma-separated. Unknown keys are the caller's to refuse. */
    public static <R extends Record> R read(Class<R> type, Map<String, String> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components)
                .map(component -> value(component, values))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new BadValueException(
                    type.getSimpleName(), String.valueOf(e.getTargetException().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a settings record: " + type, e);
        }
    }

    /** {@code maxRecipients} → {@code max-recipients}. */
    public static String key(RecordComponent component) {
        StringBuilder key = new StringBuilder();
        for (char c : component.getName().toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('-');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }

    public static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Settings::key).toList();
    }

    private static Object value(RecordComponent component, Map<String, String> values) {
        String key = key(component);
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        String text = values.getOrDefault(key, setting.value());
        try {
            return inBounds(setting, parse(component, text));
        } catch (BadValueException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BadValueException(key, String.valueOf(e.getMessage()));
        }
    }

    private static Object inBounds(Setting setting, Object value) {
        long magnitude = switch (value) {
            case Integer i -> i;
            case Long l -> l;
            case Double d -> (long) (double) d;
            case ByteSize size -> size.octets();
            case Duration duration -> duration.toSeconds();
            default -> setting.min();
        };
        if (magnitude < setting.min() || magnitude > setting.max()) {
            String most = setting.max() == Long.MAX_VALUE ? "" : " and at most " + setting.max();
            throw new IllegalArgumentException("must be at least " + setting.min() + most + ", not " + value);
        }
        return value;
    }

    private static Object parse(RecordComponent component, String text) {
        if (component.getType() == List.class) {
            ParameterizedType list = (ParameterizedType) component.getGenericType();
            Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
            return items(text).stream().map(item -> scalar(element, item)).toList();
        }
        return scalar(component.getType(), text);
    }

    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return items;
    }

    private static Object scalar(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole(text, Integer.MAX_VALUE));
        } else if (type == long.class) {
            return whole(text, Long.MAX_VALUE);
        } else if (type == double.class) {
            return Double.parseDouble(text);
        } else if (type == boolean.class) {
            return truth(text);
        } else if (type == ByteSize.class) {
            return ByteSize.parse(text);
        } else if (type == Duration.class) {
            return Durations.parse(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no reader for a setting of " + type);
    }

    private static long whole(String text, long most) {
        try {
            long value = Long.parseLong(text);
            if (value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number up to " + most);
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        String wanted = text.replace('-', '_').toUpperCase(Locale.ROOT);
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(wanted)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", names));
    }
}

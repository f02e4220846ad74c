package org.maillon.wire.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a part says it is. RFC 2045 §5.1.
 *
 * @param name {@code text/plain}, in lower case
 * @param parameters by their names in lower case
 */
public record ContentType(String name, Map<String, String> parameters) {
    static final ContentType PLAIN = new ContentType("text/plain", Map.of());
    private static final int MOST_PARAMETERS = 50;

    public ContentType {
        parameters = Map.copyOf(parameters);
    }

    /** @param value of the field, on one line */
    public static ContentType parse(String value) {
        int at = end(value, 0);
        String name = value.substring(0, at).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        while (at < value.length() && parameters.size() < MOST_PARAMETERS) {
            int equals = value.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String key = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            int from = equals + 1;
            while (from < value.length() && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) {
                from++;
            }
            at = end(value, from);
            parameters.putIfAbsent(key, unquoted(value.substring(from, at).strip()));
        }
        return new ContentType(name, parameters);
    }

    /** The next semicolon outside of quotes, or the end. */
    private static int end(String value, int from) {
        boolean quoted = false;
        for (int at = from; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                at++;
            } else if (c == ';' && !quoted) {
                return at;
            }
        }
        return value.length();
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 1; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            out.append(c == '\\' && at + 1 < text.length() ? text.charAt(++at) : c);
        }
        return out.toString();
    }

    /** @param start the whole name, or its beginning up to the slash */
    public boolean is(String start) {
        return start.endsWith("/") ? name.startsWith(start) : name.equals(start);
    }

    public Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }
}

package org.maillon.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.maillon.kernel.Bytes;

/**
 * What a client gets.
 *
 * @param type of the body; empty where there is none
 * @param fields header fields beside the body's own
 */
public record Answer(int status, String type, Bytes body, Map<String, String> fields) {
    public static Answer of(String type, Bytes body) {
        return new Answer(200, type, body, Map.of());
    }

    public static Answer json(Object tree) {
        return of("application/json", Json.write(tree));
    }

    /** RFC 9457: what is wrong, and a sentence that says what to do. */
    public static Answer problem(int status, String detail) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "about:blank");
        tree.put("title", Reasons.of(status));
        tree.put("status", status);
        tree.put("detail", detail);
        return new Answer(status, "application/problem+json", Json.write(tree), Map.of());
    }

    public Answer withStatus(int code) {
        return new Answer(code, type, body, fields);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Answer(status, type, body, more);
    }
}

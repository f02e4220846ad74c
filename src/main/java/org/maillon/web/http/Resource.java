package org.maillon.web.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands at one path.
 *
 * @param path segments; {@code {}} takes any one
 */
public record Resource(List<String> path, Map<Method, Handler> handlers) {
    private static final String ANY = "{}";

    /** Answers one method of one resource. */
    @FunctionalInterface
    public interface Handler {
        /** @param parameters what stood in the place of each {@code {}} */
        Answer answer(Request request, List<String> parameters);
    }

    /** @param path such as {@code /api/v1/blocks/{}} */
    public static Resource at(String path) {
        return new Resource(List.of(path.substring(1).split("/", -1)), Map.of());
    }

    public Resource on(Method method, Handler handler) {
        Map<Method, Handler> more = new EnumMap<>(Method.class);
        more.putAll(handlers);
        more.put(method, handler);
        return new Resource(path, more);
    }

    /** The parameters, where the path is this one's. */
    Optional<List<String>> match(List<String> segments) {
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).equals(ANY) && !segments.get(i).isEmpty()) {
                parameters.add(segments.get(i));
            } else if (!path.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    /** For the Allow field (RFC 9110 §10.2.1). */
    String allowed() {
        Stream<String> more = handlers.containsKey(Method.GET) ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
        return Stream.concat(handlers.keySet().stream().map(Method::name), more).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", path);
    }
}

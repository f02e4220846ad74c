package org.maillon.web.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maillon.kernel.Bytes;
import org.maillon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All resources; the first whose path fits answers. */
public final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final List<Resource> resources;

    public Site(List<Resource> resources) {
        this.resources = List.copyOf(resources);
    }

    public List<Resource> resources() {
        return resources;
    }

    /** @param path as it was sent, percent-encoded */
    Answer answer(String method, String path, Request request) {
        if (path.equals(Target.SERVER)) {
            return method.equals("OPTIONS") ? ofAll() : Answer.problem(400, "Only OPTIONS asks for *. Ask for a path.");
        }
        Optional<List<String>> segments = segments(path);
        if (segments.isEmpty()) {
            return Answer.problem(400, "The path is no path that can be read. Check its percent signs.");
        }
        for (Resource resource : resources) {
            Optional<List<String>> parameters = resource.match(segments.get());
            if (parameters.isPresent()) {
                return answer(method, resource, request, parameters.get());
            }
        }
        return Answer.problem(404, "There is nothing here. docs/API.md lists the paths there are.");
    }

    /** What is known somewhere (RFC 9110 §9.3.7). */
    private static Answer ofAll() {
        String all = Stream.concat(Stream.of(Method.values()).map(Method::name), Stream.of("HEAD", "OPTIONS"))
                .collect(Collectors.joining(", "));
        return allows(all);
    }

    /** With a length of zero (RFC 9110 §9.3.7), which a 204 must not have (§8.6). */
    private static Answer allows(String methods) {
        return new Answer(200, "", Bytes.EMPTY, Map.of("Allow", methods));
    }

    private static Answer answer(String method, Resource resource, Request request, List<String> parameters) {
        if (method.equals("OPTIONS")) {
            return allows(resource.allowed());
        }
        for (Map.Entry<Method, Resource.Handler> one : resource.handlers().entrySet()) {
            String name = one.getKey().name();
            if (name.equals(method) || name.equals("GET") && method.equals("HEAD")) {
                return guarded(one.getValue(), request, parameters);
            }
        }
        return Answer.problem(405, "This resource does not know that method; it knows " + resource.allowed() + ".")
                .with("Allow", resource.allowed());
    }

    private static Answer guarded(Resource.Handler handler, Request request, List<String> parameters) {
        try {
            return handler.answer(request, parameters);
        } catch (BadRequestException e) {
            return Answer.problem(e.status(), String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            LOG.error("a request over HTTP failed in the store", e);
            return Answer.problem(503, "The store gives no answer just now. Try again in a minute.")
                    .with("Retry-After", "60");
        }
    }

    private static Optional<List<String>> segments(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            Optional<String> decoded = PercentText.decode(segment, false);
            if (decoded.isEmpty()) {
                return Optional.empty();
            }
            segments.add(decoded.get());
        }
        return Optional.of(segments);
    }

    /** Names to values; what cannot be read is as if it were not there. */
    static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> name = PercentText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value = PercentText.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name.isPresent() && value.isPresent()) {
                query.putIfAbsent(name.get(), value.get());
            }
        }
        return query;
    }
}

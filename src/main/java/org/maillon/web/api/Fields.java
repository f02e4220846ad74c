package org.maillon.web.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.web.http.BadRequestException;
import org.maillon.web.http.Json;
import org.maillon.web.http.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object that came as a body: texts under known names. */
record Fields(ObjectNode tree) {
    private static final int LONGEST = 1000;

    /** @throws BadRequestException that says what the body may hold */
    static Fields of(Request request, List<String> known) {
        String type = request.field("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        int semicolon = type.indexOf(';');
        if (!(semicolon < 0 ? type : type.substring(0, semicolon)).strip().equals("application/json")) {
            throw new BadRequestException(415, "The body must be JSON. Send it with Content-Type: application/json.");
        }
        ObjectNode tree = Json.object(request.body().get())
                .orElseThrow(() -> new BadRequestException(
                        400, "The body is no JSON object. It holds " + String.join(", ", known) + "."));
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            String name = property.getKey();
            if (!known.contains(name)) {
                throw new BadRequestException(
                        400,
                        "The body holds a name that is not known. Those known are " + String.join(", ", known) + ".");
            } else if (!property.getValue().isString()
                    || property.getValue().stringValue().length() > LONGEST
                    || property.getValue().stringValue().chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
                throw new BadRequestException(
                        400, "'" + name + "' must be a text of at most " + LONGEST + " characters on one line.");
            }
        }
        return new Fields(tree);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(tree.get(name)).map(JsonNode::stringValue);
    }
}

package org.maillon.web.http;

import java.util.Optional;
import org.maillon.kernel.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON (RFC 8259), out and in. */
public final class Json {
    private Json() {}

    public static Bytes write(Object tree) {
        return Bytes.wrap((JsonMapper.shared().writeValueAsString(tree) + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Empty where it is no object. */
    public static Optional<ObjectNode> object(Bytes body) {
        try {
            JsonNode node = JsonMapper.shared().readTree(body.shared());
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}

package org.maillon.app.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What goes over the control channel: each a JSON object behind its length in four octets. */
sealed interface ControlFrame {
    int VERSION = 1;

    /** A request is one frame, an alias with a thousand targets fits; answers are cut in pieces well below. */
    int MOST_OCTETS = 1 << 20;

    /**
     * @param words as typed, without the program's name
     * @param secret a password read at the client's terminal or standard input
     */
    record Request(List<String> words, Optional<String> secret) implements ControlFrame {
        private static final int SHOWN = 2;

        /** Never the secret, and the verb alone: people type passwords and codes behind it. */
        @Override
        public String toString() {
            return words.stream().limit(SHOWN).toList() + " and " + Math.max(0, words.size() - SHOWN) + " words more";
        }
    }

    /** @param octets a character each, as ISO 8859-1 has them: a piece may end in the middle of a character of its text */
    record Out(String octets) implements ControlFrame {}

    /** @param octets as in {@link Out} */
    record Err(String octets) implements ControlFrame {}

    record Exited(int code) implements ControlFrame {}

    default void write(DataOutputStream out) throws IOException {
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        switch (this) {
            case Request(List<String> words, Optional<String> secret) -> {
                tree.put("version", VERSION).putPOJO("words", words);
                secret.ifPresent(value -> tree.put("secret", value));
            }
            case Out(String octets) -> tree.put("out", octets);
            case Err(String octets) -> tree.put("err", octets);
            case Exited(int code) -> tree.put("exit", code);
        }
        byte[] octets = JsonMapper.shared().writeValueAsBytes(tree);
        if (octets.length > MOST_OCTETS) {
            throw new IOException("the command is longer than " + MOST_OCTETS + " octets");
        }
        out.writeInt(octets.length);
        out.write(octets);
        out.flush();
    }

    static ControlFrame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_OCTETS) {
            throw new IOException("not a frame of the control channel: length " + length);
        }
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException();
        }
        try {
            return parse(JsonMapper.shared().readTree(octets));
        } catch (JacksonException e) {
            throw new IOException("not a frame of the control channel", e);
        }
    }

    private static ControlFrame parse(JsonNode tree) throws IOException {
        if (tree.has("out")) {
            return new Out(tree.get("out").asString());
        } else if (tree.has("err")) {
            return new Err(tree.get("err").asString());
        } else if (tree.has("exit")) {
            return new Exited(tree.get("exit").asInt());
        } else if (!tree.has("words") || !tree.get("words").isArray()) {
            throw new IOException("not a frame of the control channel");
        }
        int version = tree.path("version").asInt(0);
        if (version != VERSION) {
            throw new IOException("the command speaks version " + version + " of the control channel, the server "
                    + VERSION + ": use the ./maillon that started the server");
        }
        List<String> words =
                tree.get("words").valueStream().map(JsonNode::asString).toList();
        return new Request(words, Optional.ofNullable(tree.get("secret")).map(JsonNode::asString));
    }
}

package org.maillon.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.maillon.secrets.KnownSecrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Words typed at {@code ./maillon}, and what came back. */
record Typed(int exit, String out, String err) {
    static Typed in(Path folder, String... words) {
        return with("", folder, words);
    }

    static Typed with(String stdin, Path folder, String... words) {
        if (List.of(words).contains("--password-stdin")) {
            KnownSecrets.know(stdin.strip());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Optional.empty());
        int exit = CommandTree.run(new ClientDesk(terminal, folder), words);
        return new Typed(
                exit, KnownSecrets.printed(out.toString(StandardCharsets.UTF_8)), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }
}

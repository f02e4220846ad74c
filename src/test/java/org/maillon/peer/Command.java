package org.maillon.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.maillon.kernel.Bytes;

/** One run of another program, to its end. */
record Command(List<String> words, Bytes input, Map<String, String> environment, Duration atMost) {
    /** @param text both outputs together */
    record Result(int exit, String text) {
        Result orFail() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + ":\n" + text);
            }
            return this;
        }
    }

    static Command of(Path program, Object... words) {
        List<String> all = new ArrayList<>(List.of(program.toString()));
        for (Object word : words) {
            all.add(word.toString());
        }
        return new Command(all, Bytes.EMPTY, Map.of(), Duration.ofMinutes(2));
    }

    Command with(Bytes newInput) {
        return new Command(words, newInput, environment, atMost);
    }

    Command with(String name, String value) {
        return new Command(words, input, Map.of(name, value), atMost);
    }

    Command within(Duration duration) {
        return new Command(words, input, environment, duration);
    }

    Result run() throws IOException, InterruptedException {
        Path output = Files.createTempFile("maillon-command", ".out");
        try {
            Process process = start(output);
            try (OutputStream to = process.getOutputStream()) {
                to.write(input.shared());
            } catch (IOException _) {
                // It ended without reading all of it; its words say why.
            }
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(words + " did not end within " + atMost + ":\n" + read(output));
            }
            return new Result(process.exitValue(), read(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Process start(Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}

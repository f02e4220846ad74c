package org.maillon.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.wiring.CannotStartException;
import org.maillon.app.wiring.Maillon;

/** The command line of a process of its own: asks the running server, or opens the data folder where none runs. */
final class ClientDesk extends Desk {
    private final Path folder;
    private Optional<String> secret = Optional.empty();

    /** @param folder the one the process was started in */
    ClientDesk(Terminal terminal, Path folder) {
        super(terminal);
        this.folder = folder.toAbsolutePath();
    }

    @Override
    ConfigOutcome readConfig() {
        ConfigOutcome outcome = ConfigReader.read(options.config.map(folder::resolve), folder);
        return switch (outcome) {
            case ConfigOutcome.Good(LoadedConfig loaded) ->
                new ConfigOutcome.Good(
                        options.data.map(folder::resolve).map(loaded::withData).orElse(loaded));
            case ConfigOutcome.Bad bad -> bad;
        };
    }

    /** A name of a file as it was typed here. */
    Path resolve(Path file) {
        return folder.resolve(file);
    }

    /** Runs another verb as if typed here, and passes on each line of its answer. */
    int runLines(String[] verb, Consumer<String> lines) {
        List<String> words = new ArrayList<>();
        options.config.ifPresent(file -> words.addAll(List.of("--config", file.toString())));
        options.data.ifPresent(data -> words.addAll(List.of("--data", data.toString())));
        words.addAll(List.of(verb));
        PrintStream out = new PrintStream(new LineStream(lines), true, StandardCharsets.UTF_8);
        Terminal quiet = new Terminal(InputStream.nullInputStream(), out, terminal.err(), Optional.empty());
        return CommandTree.run(new ClientDesk(quiet, folder), words.toArray(String[]::new));
    }

    /** Octets in, whole lines out. */
    private static final class LineStream extends OutputStream {
        private final Consumer<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineStream(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int octet) {
            if (octet == '\n') {
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                lines.accept(whole);
            } else {
                line.write(octet);
            }
        }
    }

    @Override
    Optional<String> secret() {
        return secret;
    }

    @Override
    int answer(OfficeVerb verb, String[] words) {
        Printer out = printer();
        return switch (readConfig()) {
            case ConfigOutcome.Bad(List<Problem> problems) -> {
                ConfigVerbs.complain(out, problems);
                yield Exit.REFUSED;
            }
            case ConfigOutcome.Good(LoadedConfig loaded) -> answer(verb, words, loaded, out);
        };
    }

    private int answer(OfficeVerb verb, String[] words, LoadedConfig loaded, Printer out) {
        try {
            switch (SecretPrompt.ask(verb.wantsSecret(), terminal)) {
                case SecretPrompt.Unwanted _ -> {}
                case SecretPrompt.Given(String given) -> secret = Optional.of(given);
                case SecretPrompt.Missing(String why) -> {
                    out.complain("maillon: " + why);
                    return Exit.USAGE;
                }
            }
            Optional<ControlClient> server = ControlClient.connect(loaded.data());
            if (server.isEmpty()) {
                return withoutServer(verb, loaded, out);
            }
            try (ControlClient client = server.get()) {
                return client.run(new ControlFrame.Request(List.of(words), secret), terminal);
            }
        } catch (AccessDeniedException e) {
            out.complain("maillon: this user may not open " + e.getFile() + "; run it as the one who runs the server");
            return Exit.NO_DATA;
        } catch (IOException e) {
            out.complain("maillon: " + e.getMessage());
            return Exit.NO_DATA;
        }
    }

    private int withoutServer(OfficeVerb verb, LoadedConfig loaded, Printer out) {
        if (verb.needsServer()) {
            out.complain("maillon: no server runs on " + loaded.data() + "; start it with 'maillon serve'");
            return Exit.NO_DATA;
        } else if (Files.notExists(loaded.data().resolve("FORMAT"))) {
            out.complain("maillon: there is no data folder " + loaded.data()
                    + "; start the server once with 'maillon serve', or name another folder with --data");
            return Exit.NO_DATA;
        }
        try (Maillon office = Maillon.open(loaded)) {
            return verb.run(office, out);
        } catch (CannotStartException e) {
            out.complain("maillon: " + e.getMessage());
            return Exit.NO_DATA;
        }
    }
}

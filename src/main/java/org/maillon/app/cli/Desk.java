package org.maillon.app.cli;

import java.nio.file.Path;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;

/** What a verb works with: the options every verb takes, where to print, and the way to the server's state. */
final class Desk {
    final RootCommand options = new RootCommand();
    final Terminal terminal;
    private final Path folder;

    private Desk(Terminal terminal, Path folder) {
        this.terminal = terminal;
        this.folder = folder;
    }

    /** The command line of this process, started in {@code folder}. */
    static Desk local(Terminal terminal, Path folder) {
        return new Desk(terminal, folder.toAbsolutePath());
    }

    Printer printer() {
        return new Printer(terminal.out(), terminal.err(), options.json);
    }

    ConfigOutcome readConfig() {
        return ConfigReader.read(options.config.map(folder::resolve), folder);
    }
}

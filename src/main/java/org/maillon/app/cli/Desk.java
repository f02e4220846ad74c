package org.maillon.app.cli;

import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;

/** What a verb works with: the options every verb takes, where to print, and the way to the server's state. */
abstract sealed class Desk permits ClientDesk, ServerDesk {
    final RootCommand options = new RootCommand();
    final Terminal terminal;

    Desk(Terminal terminal) {
        this.terminal = terminal;
    }

    Printer printer() {
        return new Printer(terminal.out(), terminal.err(), options.json);
    }

    /** Has a verb run where the server's state is. */
    abstract int answer(OfficeVerb verb, String[] words);

    abstract ConfigOutcome readConfig();

    /** The password that came with the words, where the verb asked for one. */
    abstract Optional<String> secret();
}

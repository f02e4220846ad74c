package org.maillon.app.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * What a verb reads from and writes to: this process's, or those of a client of the control channel.
 *
 * @param console where a person sits there: prompts and progress make sense
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Optional<Console> console) {
    @SuppressWarnings("SystemConsoleNull") // the console of java.base is null where no person sits
    static Terminal ofProcess() {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Terminal(System.in, System.out, System.err, console);
    }

    /** Asks without echo; empty where nobody can be asked, or said nothing. */
    Optional<char[]> askSecretly(String prompt) {
        return console.map(person -> person.readPassword("%s", prompt)).filter(secret -> secret.length > 0);
    }
}

package org.maillon.app.cli;

import java.util.concurrent.Callable;
import org.maillon.app.wiring.Maillon;

/** A verb that works on the server's state: in the running server, or on the data folder where none runs. */
abstract class OfficeVerb implements Callable<Integer> {
    final Desk desk;
    private final String[] words;

    /** @param words all that was typed, to be sent to the server as it is */
    OfficeVerb(Desk desk, String[] words) {
        this.desk = desk;
        this.words = words;
    }

    abstract int run(Maillon office, Printer out);

    boolean needsServer() {
        return false;
    }

    SecretPrompt.Source wantsSecret() {
        return SecretPrompt.Source.NONE;
    }

    @Override
    public Integer call() {
        return desk.answer(this, words);
    }
}

package org.maillon.app.cli;

import java.nio.file.Path;

/** Where {@code ./maillon} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        int exit = CommandTree.run(new ClientDesk(Terminal.ofProcess(), Path.of("")), words);
        System.out.flush();
        if (exit != Exit.DONE) {
            System.exit(exit);
        }
    }
}

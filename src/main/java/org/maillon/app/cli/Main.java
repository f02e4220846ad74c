package org.maillon.app.cli;

import java.nio.file.Path;

/** Where {@code ./maillon} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        int exit = run(words);
        System.out.flush();
        if (exit != Exit.DONE) {
            System.exit(exit);
        }
    }

    /**
     * A stop that ran out of memory left the store's thread, and so a process that listened and answered nobody. What we
     * said 250 to is on the disk: nothing is lost by ending at once.
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // logging may be what has no memory
    private static int run(String[] words) {
        try {
            return CommandTree.run(new ClientDesk(Terminal.ofProcess(), Path.of("")), words);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            try {
                e.printStackTrace();
            } finally {
                Runtime.getRuntime().halt(Exit.REFUSED);
            }
            return Exit.REFUSED;
        }
    }
}

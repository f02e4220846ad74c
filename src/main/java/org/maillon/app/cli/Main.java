package org.maillon.app.cli;

import java.nio.file.Path;

/** Where {@code ./maillon} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        Thread.setDefaultUncaughtExceptionHandler(Main::ended);
        int exit = run(words);
        System.out.flush();
        if (exit != Exit.DONE) {
            System.exit(exit);
        }
    }

    /**
     * A session or an attempt that ends so concerns itself alone, and says so to its log. A thread of the operating system's
     * that ends so, as the store's does where memory runs out at the wrong place, leaves a process that listens and
     * answers nobody. What we said 250 to is on the disk: nothing is lost by ending at once, and whoever watches over us
     * starts us again.
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // logging may be what has no memory
    private static void ended(Thread thread, Throwable why) {
        try {
            System.err.println("maillon: " + thread + " ended by a fault of ours:");
            why.printStackTrace();
        } finally {
            if (!thread.isVirtual()) {
                Runtime.getRuntime().halt(Exit.BROKEN);
            }
        }
    }

    private static int run(String[] words) {
        try {
            return CommandTree.run(new ClientDesk(Terminal.ofProcess(), Path.of("")), words);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            ended(Thread.currentThread(), e); // a stop that ran out of memory leaves the store's thread behind
            return Exit.BROKEN;
        }
    }
}

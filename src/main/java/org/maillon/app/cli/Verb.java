package org.maillon.app.cli;

import java.util.concurrent.Callable;

/** A verb that needs no server. */
abstract class Verb implements Callable<Integer> {
    final Desk desk;

    Verb(Desk desk) {
        this.desk = desk;
    }

    abstract int run(Printer out);

    @Override
    public final Integer call() {
        return run(desk.printer());
    }
}

package org.maillon.kernel.net;

/** A connection whose writes the dialer's guard looks after. */
interface Guarded extends Connection {
    void closeIfStuck(long now);

    /** Without a word. */
    void sever();
}
